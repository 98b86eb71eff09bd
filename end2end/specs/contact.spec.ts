// A message to the owner: from the form to its number and its two mails, and the legal pages (R112, R016).
// Tests marked @plain run a second time where scripts are switched off.

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test, type Watch } from "../fixtures";

const plain = (): boolean => !scripted();
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true });
const summary = (page: Page) => page.getByRole("alert");
const email = (page: Page) => page.getByRole("textbox", { name: "E-mail" });
const message = (page: Page) => page.getByRole("textbox", { name: "Message" });

/** Without scripts it is the server that finds the faults, and its answer says so. */
function expectRefusal(watch: Watch): void {
  if (plain()) watch.forgive(/422/, "the answer's own status");
}

/** The program judges what is typed, and not only the browser. */
async function awake(page: Page): Promise<void> {
  await expect(async () => {
    await email(page).fill("x");
    await email(page).blur();
    await expect(email(page)).toHaveAttribute("aria-invalid", "true", { timeout: 500 });
  }).toPass();
  await email(page).fill("");
}

/** Waits until a mail with this number has come to an address, and opens it. */
async function openLetter(page: Page, address: string, number: string): Promise<string> {
  const row = page.getByRole("row").filter({ hasText: address }).filter({ hasText: number });
  await expect(async () => {
    await page.goto("/letters");
    await expect(row).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
  return (await page.getByRole("region", { name: "Text part" }).textContent()) ?? "";
}

test("@plain a visitor writes, and both sides get a mail", async ({ page, watch }) => {
  watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
  const address = `contact-${test.info().project.name}@example.com`;
  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Contact" }).click();
  await expect(page).toHaveTitle("Contact – Reelstock");
  await axe(page);
  await page.getByLabel("Authenticity investigation").check();
  await message(page).fill("Is lot 12 genuine?\n\nThank you & regards </textarea>");
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await email(page).fill(address);
  await send(page).click();

  await expect(page).toHaveURL(/\/contact\/received\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Message received");
  await expect(page.getByText("c***@example.com")).toBeVisible();
  await expect(page.getByText("not your text")).toBeVisible();
  await axe(page);
  const number = (await page.getByText(/^CM-\d{6,}$/).textContent()) ?? "CM-";

  const copy = await openLetter(page, address, number);
  expect(copy).toContain("Authenticity investigation");
  expect(copy).not.toContain("genuine");
  const owner = await openLetter(page, "desk@reelstock.example", number);
  expect(owner).toContain("Is lot 12 genuine?\n\n  Thank you & regards </textarea>");
  const answers = page.getByRole("term").filter({ hasText: /^Reply-To$/ }).locator("+ dd");
  await expect(answers, "an answer goes to the sender").toContainText(address);
});

test("@plain a message with faults comes back as it was typed", async ({ page, watch }) => {
  expectRefusal(watch);
  await page.goto("/contact?topic=csv");
  await expect(page.getByLabel("CSV formatting service")).toBeChecked();
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await email(page).fill("hannah@example,com");
  await page.getByLabel("Country code").selectOption("DE");
  await page.getByLabel("Phone").fill("089/5550");
  await message(page).fill(`</textarea><b>kept</b>\n${"a".repeat(2000)}`);
  await send(page).click();

  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("heading")).toHaveText("3 things to correct");
  await expect(summary(page).getByRole("link")).toHaveText([/^Message: /, /^E-mail: /, /^Phone: /]);
  await axe(page);
  await expect(message(page)).toHaveValue(`</textarea><b>kept</b>\n${"a".repeat(2000)}`);
  await expect(message(page)).toHaveAccessibleDescription(/2,?000/);
  await expect(page.getByLabel("CSV formatting service")).toBeChecked();
  await expect(page.getByLabel("Country code")).toHaveValue("DE");

  await summary(page).getByRole("link", { name: /Phone/ }).click();
  await expect(page.getByLabel("Phone")).toBeFocused();
  await page.getByLabel("Phone").fill("");
  await message(page).fill("Short.");
  await email(page).fill("hannah@example.com");
  await send(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Message received");
});

test("@plain without a topic the keyboard is led to the topics", async ({ page, watch }) => {
  expectRefusal(watch);
  await page.goto("/contact");
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await email(page).fill("hannah@example.com");
  await message(page).fill("Hello.");
  await send(page).click();
  await expect(summary(page).getByRole("heading")).toHaveText("1 thing to correct");
  await expect(page.getByRole("group", { name: "Topic" })).toHaveAccessibleDescription(/fill/i);
  await axe(page);
  await summary(page).getByRole("link", { name: /^Topic/ }).click();
  if (!plain()) await expect(page.getByLabel("A mail has not arrived")).toBeFocused();
  await page.getByLabel("Something else").check();
  await send(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Message received");
});

test("@plain whoever is signed in need not introduce themselves, and gets the message too", async ({ page, watch }) => {
  watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
  await page.goto("/sign-in?next=/contact");
  await page.getByLabel("Buyer").check();
  await page.getByLabel("E-mail or account number").fill("buyer@reelstock.example");
  await page.getByRole("textbox", { name: "Password" }).fill("Demo-buyer-1");
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL("/contact");
  await expect(page.getByLabel("Your name")).toHaveValue("Daniel Wong");
  await expect(page.getByLabel("Company name")).toHaveValue("Harbour Trading Ltd.");
  await expect(email(page)).toHaveValue("buyer@reelstock.example");
  await expect(page.getByLabel("Country code")).toHaveValue("HK");
  await page.getByLabel("Something else").check();
  await message(page).fill("First line.\nSecond line.");
  await send(page).click();
  await expect(page.getByText("It holds your message.")).toBeVisible();
  const number = (await page.getByText(/^CM-\d{6,}$/).textContent()) ?? "CM-";
  const copy = await openLetter(page, "buyer@reelstock.example", number);
  expect(copy).toContain("First line.\n  Second line.");
});

test("@plain a page after sending that does not exist is not found", async ({ page, watch }) => {
  watch.forgive(/404/, "the answer's own status");
  const answer = await page.goto("/contact/received/00000000-0000-4000-8000-000000000000");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await axe(page);
});

test("a message appears on leaving a field, and goes while it is corrected", async ({ page }) => {
  await page.goto("/contact");
  await awake(page);
  const phone = page.getByLabel("Phone");
  await phone.fill("12-3");
  await phone.blur();
  await expect(phone).toHaveAccessibleDescription(/at least 5 digits/);
  await phone.fill("");
  await expect(phone, "nobody has to give a number").not.toHaveAttribute("aria-invalid");
  await message(page).fill("a".repeat(2001));
  await message(page).blur();
  await expect(message(page)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("2001 / 2000")).toBeVisible();
  await message(page).fill("a".repeat(2000));
  await expect(message(page)).not.toHaveAttribute("aria-invalid");
});

test("faults are found without asking the server, and choosing a topic takes its message away", async ({ page }) => {
  await page.goto("/contact");
  await awake(page);
  let asked = 0;
  await page.route("**/api/contact/send*", (route) => {
    asked += 1;
    return route.continue();
  });
  await send(page).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveCount(4);
  expect(asked).toBe(0);
  await axe(page);
  const topics = page.getByRole("group", { name: "Topic" });
  await expect(topics).toHaveAccessibleDescription(/./);
  await page.getByLabel("Something else").check();
  await expect(topics).not.toHaveAttribute("aria-describedby");
});

test("what is typed and chosen before the program wakes stays, and is sent", async ({ page }) => {
  let wake = () => {};
  const waiting = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto("/contact", { waitUntil: "domcontentloaded" });
  await page.getByLabel("A registration was rejected").check();
  await message(page).fill("before dawn");
  await page.getByLabel("Your name").fill("Early Bird");
  wake();
  await awake(page);
  await expect(page.getByLabel("A registration was rejected")).toBeChecked();
  await expect(message(page)).toHaveValue("before dawn");
  await email(page).fill("bird@example.com");
  await send(page).click();
  await expect(page.getByText("A registration was rejected ·")).toBeVisible();
});

test("without the server nothing is lost, and sending again sends once", async ({ page, watch }) => {
  watch.forgive(/ERR_FAILED/, "the server is made unreachable");
  const address = "offline@example.com";
  await page.goto("/contact?topic=other");
  await awake(page);
  await message(page).fill("Sent twice.");
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await email(page).fill(address);
  await page.route("**/api/contact/send*", (route) => route.abort());
  await send(page).click();
  await expect(summary(page)).toContainText("cannot be reached");
  await expect(message(page)).toHaveValue("Sent twice.");
  await page.unroute("**/api/contact/send*");
  await send(page).dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Message received");
  const number = (await page.getByText(/^CM-\d{6,}$/).textContent()) ?? "CM-";
  await expect(async () => {
    await page.goto("/letters");
    await expect(page.getByRole("row").filter({ hasText: number })).toHaveCount(2, { timeout: 500 });
  }).toPass();
  await expect(page.getByRole("row").filter({ hasText: address }), "one copy").toHaveCount(1);
});

test("@plain the legal pages are found from every page and lead to each of their parts", async ({ page }) => {
  for (const [link, part] of [["Terms of use", "Payment"], ["Privacy policy", "Your rights"]] as const) {
    await page.goto("/search?q=TC74HC");
    await page.getByRole("contentinfo").getByRole("link", { name: link }).click();
    await expect(page).toHaveTitle(`${link} – Reelstock`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(link);
    await expect(page.locator("time").first()).toHaveText(/^\d{4}-\d{2}-\d{2}$/);
    await axe(page);
    await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: part, exact: true }).click();
    await expect(page.getByRole("heading", { level: 2, name: part })).toBeInViewport();
    await page.getByRole("main").getByRole("link", { name: "Contact", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Contact");
  }
});

test("@plain the language is switched on a legal page, which then stays", async ({ page }) => {
  await page.goto("/terms");
  await page.getByRole("button", { name: "日本語" }).click();
  await expect(page).toHaveURL("/terms");
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("利用規約");
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain the form, its faults, its mails and the legal pages speak Japanese", async ({ page, watch }) => {
    expectRefusal(watch);
    watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
    const address = `ja-${test.info().project.name}@example.com`;
    await page.goto("/contact");
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("お問い合わせ");
    await page.getByLabel("CSV整形サービス").check();
    await page.getByRole("textbox", { name: "お問い合わせ内容" }).fill("在庫一覧の整形をお願いします。");
    await page.getByLabel("お名前").fill("山田 太郎");
    await page.getByRole("button", { name: "送信", exact: true }).click();
    await expect(summary(page).getByRole("heading")).toHaveText("1か所の修正が必要です");
    await axe(page);
    await page.getByRole("textbox", { name: "メールアドレス" }).fill(address);
    await page.getByRole("button", { name: "送信", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("お問い合わせを受け付けました");
    await axe(page);
    const number = (await page.getByText(/^CM-\d{6,}$/).textContent()) ?? "CM-";
    const row = page.getByRole("row").filter({ hasText: address });
    await expect(async () => {
      await page.goto("/letters");
      await expect(row).toHaveCount(1, { timeout: 500 });
    }).toPass();
    await expect(row).toContainText(`お問い合わせを承りました（${number}）`);
    for (const [path, title] of [["/terms", "利用規約"], ["/privacy", "プライバシーポリシー"]] as const) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await axe(page);
    }
  });
});

test("a link that is followed while the page still wakes leads on", async ({ page }) => {
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\/pkg\/split___/, async (route) => {
    await asleep;
    await route.continue().catch(() => undefined);
  });
  const room = page.waitForRequest(/\/pkg\/split___/);
  await page.goto("/contact");
  // The program is there, and waits for the room that this page is in.
  await room;
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Request quotation" }).click();
  await expect(page).toHaveURL("/request");
  wake();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Request quotation for parts");
  await page.getByRole("contentinfo").getByRole("link", { name: "Contact", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Contact");
});
