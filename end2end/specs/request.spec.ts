// A request for quotation: from the form, fresh or filled from the search, to its receipt (R103, R104, Z37).
// Tests marked @plain run a second time where scripts are switched off.

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test, type Watch } from "../fixtures";

/** Fills in who asks. */
async function introduce(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await page.getByLabel("Company name").fill("Isartal Components GmbH");
  await page.getByRole("textbox", { name: "E-mail" }).fill("hannah@example.com");
  await page.getByLabel("Country code").selectOption("DE");
  await page.getByLabel("Phone").fill("089-5550-0102");
}

const line = (page: Page, number: number) => page.getByRole("group", { name: `Line ${number}`, exact: true });
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true });
const summary = (page: Page) => page.getByRole("alert");

/** Without scripts it is the server that finds the faults, and its answer says so. */
function expectRefusal(watch: Watch): void {
  if (!scripted()) watch.forgive(/422/, "the answer's own status");
}

/** The program answers to the keyboard and the mouse, and not only the browser. */
async function awake(page: Page): Promise<void> {
  await expect(async () => {
    await page.getByRole("button", { name: "Add a line" }).click();
    await expect(line(page, 2)).toBeVisible({ timeout: 500 });
    expect(new URL(page.url()).search).not.toContain("more");
  }).toPass();
  await line(page, 2).getByRole("button", { name: "Remove" }).click();
  await expect(line(page, 2)).toHaveCount(0);
}

test("@plain a part that nobody has in stock is asked for and receipted", async ({ page }) => {
  const due = `${new Date().getFullYear() + 1}-06-30`;
  await page.goto("/request?model=ZZ-NOT-IN-STOCK%2F1");
  await expect(page).toHaveTitle("Request quotation for parts – Reelstock");
  await axe(page);
  await expect(line(page, 1).getByLabel("Model")).toHaveValue("ZZ-NOT-IN-STOCK/1");
  await introduce(page);
  await line(page, 1).getByLabel("Quantity").fill("2500");
  await line(page, 1).getByLabel("Wanted DC").fill("2023+");
  await line(page, 1).getByLabel("Packing").fill("Reel");
  await line(page, 1).getByLabel("Needed by").fill(due);
  await line(page, 1).getByLabel("Target unit price").fill("0.125");
  await line(page, 1).getByLabel("Currency").selectOption("USD");
  await line(page, 1).getByLabel("Remarks").fill("Samples first, please.\nThank you & regards </textarea>");
  await send(page).click();

  await expect(page).toHaveURL(/\/request\/received\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Request received");
  await expect(page.getByText(/^RQ-\d{6,}$/)).toBeVisible();
  await expect(page.getByText("h***@example.com")).toBeVisible();
  const asked = page.getByRole("row", { name: "ZZ-NOT-IN-STOCK/1" });
  await expect(asked).toContainText("2,500");
  const wishes = asked.getByRole("cell").last();
  await expect(wishes).toContainText(`Wanted DC: 2023+\nPacking: Reel\nTarget unit price: USD 0.125\nNeeded by: ${due}`);
  await expect(wishes).toContainText("Remarks: Samples first, please.\nThank you & regards </textarea>");
  await axe(page);
});

test("@plain a request with faults comes back as it was typed", async ({ page, watch }) => {
  expectRefusal(watch);
  await page.goto("/request");
  await introduce(page);
  await page.getByRole("textbox", { name: "E-mail" }).fill("hannah@example,com");
  await line(page, 1).getByLabel("Model").fill("A".repeat(51));
  await line(page, 1).getByLabel("Quantity").fill("1,000");
  await line(page, 1).getByLabel("Currency").selectOption("EUR");
  await line(page, 1).getByLabel("Remarks").fill("</textarea><b>kept</b>\n& so on");
  await send(page).click();

  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("heading")).toHaveText("3 things to correct");
  await expect(summary(page).getByRole("link")).toHaveText([/^Line 1, Model: /, /^Line 1, Quantity: /, /^E-mail: /]);
  await axe(page);
  const quantity = line(page, 1).getByLabel("Quantity");
  await expect(quantity).toHaveValue("1,000");
  await expect(quantity).toHaveAttribute("aria-invalid", "true");
  await expect(quantity).toHaveAccessibleDescription(/without commas/);
  await expect(line(page, 1).getByLabel("Remarks")).toHaveValue("</textarea><b>kept</b>\n& so on");
  await expect(line(page, 1).getByLabel("Currency")).toHaveValue("EUR");
  await expect(page.getByLabel("Country code")).toHaveValue("DE");
  await expect(page.getByLabel("Company name")).toHaveValue("Isartal Components GmbH");

  await summary(page).getByRole("link", { name: /Quantity/ }).click();
  await expect(quantity).toBeFocused();
  await quantity.fill("1000");
  await line(page, 1).getByLabel("Model").fill("A".repeat(50));
  await page.getByRole("textbox", { name: "E-mail" }).fill("hannah@example.com");
  await send(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Request received");
});

test("@plain lines are added and removed, and the rest keeps its places", async ({ page }) => {
  await page.goto("/request?model=FIRST-1");
  for (const number of [2, 3]) {
    await page.getByRole("button", { name: "Add a line" }).click();
    await line(page, number).getByLabel("Model").fill(`PART-${number}`);
  }
  await expect(page.getByText("3 of 200 lines")).toBeVisible();
  await line(page, 2).getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("2 of 200 lines")).toBeVisible();
  await expect(line(page, 1).getByLabel("Model")).toHaveValue("FIRST-1");
  await expect(line(page, 2).getByLabel("Model")).toHaveValue("PART-3");

  await line(page, 2).getByRole("button", { name: "Remove" }).click();
  await line(page, 1).getByRole("button", { name: "Remove" }).click();
  await expect(line(page, 1).getByLabel("Model")).toHaveValue("");
});

test("@plain a lot is asked for by its number, and more than lies in stock is only remarked on", async ({ page }) => {
  await page.goto("/request?lot=1&lot=2");
  await expect(line(page, 1).getByText(/in stock$/)).toBeVisible();
  await expect(line(page, 2).getByLabel("Model")).not.toHaveValue("");
  await introduce(page);
  await line(page, 1).getByLabel("Quantity").fill("999999999");
  await line(page, 2).getByLabel("Quantity").fill("1");
  await send(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Request received");
  await expect(page.getByRole("cell", { name: "Lot in stock" })).toHaveCount(2);
});

test("@plain a receipt that does not exist is not found", async ({ page, watch }) => {
  watch.forgive(/404/, "the answer's own status");
  const answer = await page.goto("/request/received/00000000-0000-4000-8000-000000000000");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
});

test("@plain whoever is signed in need not introduce themselves", async ({ page }) => {
  await page.goto("/sign-in?next=/request");
  await page.getByLabel("Buyer").check();
  await page.getByLabel("E-mail or account number").fill("buyer@reelstock.example");
  await page.getByRole("textbox", { name: "Password" }).fill("Demo-buyer-1");
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL("/request");
  await expect(page.getByLabel("Your name")).toHaveValue("Daniel Wong");
  await expect(page.getByLabel("Company name")).toHaveValue("Harbour Trading Ltd.");
  await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveValue("buyer@reelstock.example");
  await expect(page.getByLabel("Country code")).toHaveValue("HK");
});

test("a page that is followed to hands the keyboard to its heading; one that is loaded does not", async ({ page }) => {
  await page.goto("/request");
  await awake(page);
  await page.reload({ waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveAttribute("tabindex");
  await page.getByRole("contentinfo").getByRole("link", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Log in" })).toBeFocused();
});

test("a message appears on leaving a field, and goes while it is corrected", async ({ page }) => {
  await page.goto("/request");
  await awake(page);
  const quantity = line(page, 1).getByLabel("Quantity");
  await quantity.pressSequentially("1,0");
  await expect(quantity).not.toHaveAttribute("aria-invalid");
  await quantity.blur();
  await expect(quantity).toHaveAccessibleDescription(/without commas/);
  await quantity.fill("10");
  await expect(quantity).not.toHaveAttribute("aria-invalid");
  await quantity.pressSequentially(".5");
  await expect(quantity).toHaveAccessibleDescription(/whole number/);
  await quantity.fill("0");
  await expect(quantity).toHaveAccessibleDescription(/whole number from 1/);

  const model = line(page, 1).getByLabel("Model");
  await model.focus();
  await model.blur();
  await expect(model, "nobody is blamed for passing through").not.toHaveAttribute("aria-invalid");
});

test("a message does not push away the button that is being pressed", async ({ page }) => {
  await page.clock.install();
  await page.goto("/request");
  await awake(page);
  await page.getByRole("textbox", { name: "E-mail" }).fill("hannah@");
  await send(page).scrollIntoViewIfNeeded();
  const place = await send(page).boundingBox();
  if (!place) throw new Error("the button has no place");
  await page.mouse.move(place.x + place.width / 2, place.y + 4);
  await page.mouse.down();
  // Long enough for the message to have come, had it not waited for the button.
  await page.clock.runFor(300);
  expect(await send(page).boundingBox()).toEqual(place);
  await page.mouse.up();
  await expect(summary(page)).toBeFocused();
});

test("full-width signs become half width where they must, and the cursor stays", async ({ page }) => {
  await page.goto("/request");
  await awake(page);
  const model = line(page, 1).getByLabel("Model");
  await model.fill("ＴＣ７４　ＨＣ");
  await expect(model).toHaveValue("TC74 HC");
  await model.evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 2));
  await page.keyboard.insertText("９");
  await expect(model).toHaveValue("TC974 HC");
  expect(await model.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(3);
  await page.getByLabel("Your name").fill("ＡＢ　山田");
  await expect(page.getByLabel("Your name")).toHaveValue("ＡＢ　山田");
});

test("a word that is being composed is left alone until it is done", async ({ page }) => {
  await page.goto("/request");
  await awake(page);
  const model = line(page, 1).getByLabel("Model");
  await model.focus();
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "ｔｃ", selectionStart: 2, selectionEnd: 2 });
  await expect(model).toHaveValue("ｔｃ");
  await keyboard.send("Input.insertText", { text: "ＴＣ７４" });
  await expect(model).toHaveValue("TC74");
});

test("what is typed before the program wakes stays", async ({ page }) => {
  let wake = () => {};
  const waiting = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto("/request", { waitUntil: "domcontentloaded" });
  await page.getByLabel("Your name").fill("Early Bird");
  await page.getByLabel("Country code").selectOption("FR");
  await line(page, 1).getByLabel("Model").fill("EARLY-1");
  await line(page, 1).getByLabel("Remarks").fill("before dawn");
  wake();
  await awake(page);
  await expect(page.getByLabel("Your name")).toHaveValue("Early Bird");
  await expect(page.getByLabel("Country code")).toHaveValue("FR");
  await expect(line(page, 1).getByLabel("Remarks")).toHaveValue("before dawn");
  await page.getByLabel("Company name").fill("Dawn Ltd.");
  await page.getByRole("textbox", { name: "E-mail" }).fill("bird@example.com");
  await page.getByLabel("Phone").fill("1-2345-6789");
  await line(page, 1).getByLabel("Quantity").fill("1");
  await send(page).click();
  await expect(page.getByRole("row", { name: "EARLY-1" })).toBeVisible();
});

test("without the server nothing is lost, and sending again sends once", async ({ page, watch }) => {
  watch.forgive(/ERR_FAILED/, "the server is made unreachable");
  await page.goto("/request?model=OFFLINE-1");
  await awake(page);
  await introduce(page);
  await line(page, 1).getByLabel("Quantity").fill("7");
  await page.route("**/api/quotations/request*", (route) => route.abort());
  await send(page).click();
  await expect(summary(page)).toContainText("cannot be reached");
  await expect(line(page, 1).getByLabel("Model")).toHaveValue("OFFLINE-1");
  await page.unroute("**/api/quotations/request*");
  await send(page).dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Request received");
});

test("faults are found without asking the server", async ({ page }) => {
  await page.goto("/request");
  await awake(page);
  let asked = 0;
  await page.route("**/api/quotations/request*", (route) => {
    asked += 1;
    return route.continue();
  });
  await send(page).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link").first()).toHaveText(/^Please enter at least one part/);
  expect(asked).toBe(0);
  await axe(page);
});

test("what lies in stock is remarked on while the quantity is typed", async ({ page }) => {
  await page.goto("/request?lot=1");
  await awake(page);
  const quantity = line(page, 1).getByLabel("Quantity");
  await quantity.pressSequentially("999999999");
  await expect(quantity).toHaveAccessibleDescription(/More than the [\d,]+ in stock/);
  await expect(quantity).not.toHaveAttribute("aria-invalid");
});

test("a lot that is gone is named at its line, which then asks for the model", async ({ page, watch }) => {
  watch.forgive(/422/, "only the server knows that the lot is gone");
  await page.goto("/request?lot=3");
  await awake(page);
  await introduce(page);
  await line(page, 1).getByLabel("Quantity").fill("1");
  const lot = page.locator('input[name="form[lines][0][lot]"]');
  await expect(lot).toHaveValue("3");
  await page.route("**/api/quotations/request*", (route) => {
    const body = route.request().postData()?.replace(/(lot%5D|\[lot\])=3/, "$1=999999999");
    return route.continue({ postData: body });
  }, { times: 1 });
  await send(page).click();
  await expect(summary(page).getByRole("link")).toHaveText(/^Line 1: This lot is no longer in stock/);
  await expect(line(page, 1)).toHaveAccessibleDescription(/no longer in stock/);
  await expect(lot).toHaveCount(0);
  await axe(page);
  await send(page).click();
  await expect(page.getByRole("cell", { name: "Lot in stock" })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Request received");
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain the form, its faults and its receipt speak Japanese", async ({ page, watch }) => {
    expectRefusal(watch);
    await page.goto("/request?model=NIHONGO-1");
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("部品の見積依頼");
    await page.getByLabel("お名前").fill("山田 太郎");
    await page.getByLabel("フリガナ").fill("ヤマダ タロウ");
    await page.getByLabel("会社名").fill("株式会社みどり電子");
    await page.getByRole("textbox", { name: "メールアドレス" }).fill("taro@example.com");
    await page.getByLabel("電話番号").fill("０３−１２３４−５６７８");
    await page.getByLabel("数量").fill("0");
    await page.getByRole("button", { name: "送信", exact: true }).click();
    await expect(summary(page).getByRole("heading")).toHaveText("2か所の修正が必要です");
    await expect(page.getByLabel("数量")).toHaveAccessibleDescription(/1以上の整数/);
    await axe(page);
    await page.getByLabel("電話番号").fill("03-1234-5678");
    await page.getByLabel("数量").fill("１００");
    await page.getByLabel("荷姿").fill("リール");
    await page.getByRole("button", { name: "送信", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("見積依頼を受け付けました");
    await expect(page.getByRole("row", { name: "NIHONGO-1" }).getByRole("cell").last()).toHaveText("荷姿: リール");
    await axe(page);
  });
});
