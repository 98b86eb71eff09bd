// Searching: what is found and why, orders, filters, pages, ticks, the keyboard, and the way on where nothing is found
// (R094–R102, Z10, Z35, Z36). Tests marked @plain run a second time where scripts are switched off.

import type { Page } from "@playwright/test";

import { axe, expect, test } from "../fixtures";

const field = (page: Page) => page.getByRole("searchbox", { name: "Model number" });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const table = (page: Page) => page.getByRole("table", { name: "Lots found" });
const column = (page: Page, name: string) => table(page).getByRole("columnheader", { name, exact: true });
const cells = (page: Page, name: string) => table(page).locator(`td.${name}`);
const mails = (page: Page) => table(page).getByRole("link", { name: /^Request quotation for / });
const ticks = (page: Page) => table(page).getByRole("checkbox");
const plain = () => test.info().project.use.javaScriptEnabled === false;
/** What the program asks the server for from now on, one search after the other. */
function searches(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname !== "/api/search/find") return;
    asked.push(new URLSearchParams(searchParams.get("query") ?? "").get("q") ?? "");
  });
  return asked;
}
const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The program answers to the keyboard. */
async function awake(page: Page): Promise<void> {
  if (plain()) return;
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(field(page)).toBeFocused({ timeout: 500 });
  }).toPass();
  await field(page).blur();
}

/** Marks the document, so that loading another one is noticed. */
async function mark(page: Page): Promise<() => Promise<void>> {
  if (plain()) return async () => {};
  await page.evaluate(() => document.documentElement.setAttribute("data-test", "same"));
  return async () => await expect(page.locator("html[data-test=same]")).toBeAttached();
}

test("@plain a search says what was searched for, how much was found, and why", async ({ page }) => {
  await page.goto("/");
  await field(page).fill("ＬＴＣ４０５４");
  await page.getByRole("search").getByRole("button", { name: "Search" }).click();
  await expect(heading(page)).toHaveText("Search results: LTC4054");
  await expect(page).toHaveTitle("Search results: LTC4054 – Reelstock");
  await expect(page.getByRole("main").getByRole("status").first()).toHaveText(/^\d+ lots · \d+ models$/);
  await expect(table(page).getByRole("rowheader", { name: /^begins with \d+$/ })).toBeVisible();
  for (const marked of await cells(page, "lot-model").locator("mark").allTextContents()) expect(marked).toBe("LTC4054");
  await axe(page);
});

test("@plain separators do not hide a part, and a decimal point is never ignored in silence", async ({ page }) => {
  await page.goto("/search?q=LTC4054%20ES5%204.2");
  await expect(table(page).getByRole("rowheader", { name: /^same without separators \d+ “LTC4054ES5-4.2” is written/ })).toBeVisible();
  await expect(cells(page, "lot-model").first()).toHaveText("LTC4054ES5-4.2");

  await page.goto("/search?q=LTC4054ES5-42&sort=quantity");
  await expect(table(page).getByRole("rowheader", { name: /^differs by a decimal point/ })).toContainText("is not “LTC4054ES5-42”");
  await expect(cells(page, "lot-model").first()).toHaveText("LTC4054ES5-4.2decimal point");
  await axe(page);
});

test("@plain every column sorts in both directions from its heading", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  const same = await mark(page);
  const names = ["Registered", "Manufacturer", "Product name", "Model", "Quantity", "Packing", "ROHS", "DC", "Country/location", "Remarks"];
  await expect(table(page).getByRole("columnheader")).toHaveText([...names, "Request", "Pick"]);
  for (const name of names) {
    const downFirst = ["Registered", "Quantity", "DC"].includes(name);
    const directions = downFirst ? ["descending", "ascending"] : ["ascending", "descending"];
    for (const direction of directions) {
      await column(page, name).getByRole("link").click();
      await expect(column(page, name)).toHaveAttribute("aria-sort", direction);
    }
  }
  await expect(table(page).locator("[aria-sort]")).toHaveCount(1);
  await column(page, "Quantity").getByRole("link").click();
  await expect(column(page, "Quantity")).toHaveAttribute("aria-sort", "descending");
  const quantities = (await cells(page, "lot-quantity").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
  expect(quantities).toEqual(quantities.toSorted((a, b) => b - a));
  await same();
  await axe(page);
});

test("@plain pages are turned, jumped to, and brought back to the last one", async ({ page }) => {
  await page.goto("/search?q=STM32F4");
  await awake(page);
  const same = await mark(page);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(cells(page, "lot-model")).toHaveCount(20);
  await pages.getByRole("link", { name: "Next page" }).click();
  await expect(pages.locator("[aria-current=page]")).toHaveText(/2$/);
  await pages.getByRole("textbox", { name: "Page" }).fill("5");
  await pages.getByRole("button", { name: "Go" }).click();
  await expect(pages.locator("[aria-current=page]")).toHaveText(/5$/);
  expect(parameters(page)).toEqual({ q: "STM32F4", page: "5" });
  await page.getByRole("list", { name: "Rows per page" }).getByRole("link", { name: "100" }).click();
  await expect(cells(page, "lot-model")).toHaveCount(100);
  await same();

  await page.goto("/search?q=STM32F4&per_page=100&page=99999");
  await expect(pages.getByRole("link", { name: "Next page" })).toHaveCount(0);
  await expect(cells(page, "lot-model").first()).toBeVisible();
  await axe(page);
});

test("@plain filters narrow, are named, and are taken away again", async ({ page }) => {
  await page.goto("/search?q=STM32F4");
  await awake(page);
  const same = await mark(page);
  const rohs = page.getByRole("group", { name: "ROHS", exact: true });
  const used = page.getByRole("group", { name: "Filters in use" });
  await rohs.getByRole("checkbox", { name: /^ROHS3/ }).check();
  if (plain()) await page.getByRole("button", { name: "Apply" }).click();
  await expect(used.getByRole("link")).toHaveText(["ROHS3Remove filter"]);
  for (const text of await cells(page, "lot-rohs").allTextContents()) expect(text).toBe("ROHS3");

  await page.getByRole("textbox", { name: "DC (year): from" }).fill("2015");
  await page.getByRole("textbox", { name: "Minimum quantity" }).fill("100");
  if (plain()) await page.getByRole("button", { name: "Apply" }).click();
  else await page.keyboard.press("Tab");
  await expect(used.getByRole("link")).toHaveText([/^ROHS3/, /^DC from 2015/, /^100 or more/]);
  const filled = Object.entries(parameters(page)).filter(([, value]) => value !== "");
  expect(Object.fromEntries(filled)).toEqual({ q: "STM32F4", rohs: "ROHS3", dc_from: "2015", min_quantity: "100" });
  await axe(page);

  await used.getByRole("link", { name: /DC from 2015/ }).click();
  await expect(used.getByRole("link")).toHaveCount(2);
  await expect(page.getByRole("textbox", { name: "DC (year): from" })).toHaveValue("");
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(used).toHaveCount(0);
  await expect(rohs.getByRole("checkbox", { checked: true })).toHaveCount(0);
  await same();

  await page.goto("/search?q=STM32F4&min_quantity=999999999");
  await expect(page.getByRole("heading", { name: "No lot matches with these filters" })).toBeVisible();
  await axe(page);
});

test("@plain a query that cannot be searched says why", async ({ page }) => {
  const answers: [string, string][] = [
    ["", "Type a model number"],
    ["T", "Type at least 2 characters"],
    ["%25%25", "Type at least 2 characters"],
    ["A".repeat(65), "That is too long for a model number"],
  ];
  for (const [q, title] of answers) {
    await page.goto(`/search?q=${q}`);
    await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
    await expect(heading(page)).toHaveText("Search results");
    await expect(table(page)).toHaveCount(0);
    await axe(page);
  }
});

test("@plain what is odd in the address is left out and named", async ({ page }) => {
  await page.goto("/search?q=74HC&sort=price&per_page=21&page=x&dc_from=MMXX");
  await expect(page.getByText("left out: column to sort by, rows per page, page number, year of manufacture.")).toBeVisible();
  await expect(cells(page, "lot-model")).toHaveCount(20);
});

test("@plain nothing found leads to near models and to a request that is filled in", async ({ page }) => {
  await page.goto("/search?q=LTC4054ES5-4.2ZZ");
  await expect(page.getByRole("heading", { name: "No lot matches" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Near matches" }).getByRole("link").first()).toHaveText("LTC4054ES5-4.2");
  await axe(page);
  await page.getByRole("link", { name: "Request quotation for LTC4054ES5-4.2ZZ" }).click();
  await expect(page.getByRole("main").getByLabel("Model")).toHaveValue("LTC4054ES5-4.2ZZ");
});

test("@plain own lots are marked and cannot be asked for, the owner's have their dot", async ({ page }) => {
  await page.goto("/sign-in?next=%2Fsearch%3Fq%3D74HC%26per_page%3D100");
  await page.getByLabel("Supplier").check();
  await page.getByLabel("E-mail or account number").fill("supplier1@reelstock.example");
  await page.getByRole("textbox", { name: "Password" }).fill("Demo-supplier-1");
  await page.getByRole("main").getByRole("button", { name: /Log in|ログイン/ }).click();
  await expect(page).toHaveURL(/search/);
  const own = table(page).locator("tr.own").first();
  await expect(own.getByRole("cell")).toHaveCount(12);
  await expect(own.getByRole("link")).toHaveCount(0);
  await expect(own.getByRole("checkbox")).toHaveCount(0);
  await expect(own.locator(".mail[aria-disabled=true]")).toBeAttached();
  await expect(table(page).locator(".owner-dot").first()).toBeAttached();
  await axe(page);
});

test("@plain the mail of a lot leads to its request, ticks to one for all of them", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await ticks(page).nth(0).check();
  await ticks(page).nth(2).check();
  const values = await ticks(page).evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  await page.getByRole("button", { name: /^Request quotation/ }).click();
  await expect(page).toHaveURL(`/request?lot=${values[0]}&lot=${values[2]}`);

  await page.goBack();
  const href = await mails(page).first().getAttribute("href");
  await mails(page).first().click();
  await expect(page).toHaveURL(href ?? "");
});

test("ticks are kept over pages, searches and reloads, and can be taken back", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  const first = await ticks(page).first().getAttribute("value");
  await ticks(page).first().check();
  const request = page.getByRole("button", { name: /^Request quotation/ });
  await expect(request).toHaveText("Request quotation (1)");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.locator("[aria-current=page]")).toHaveText(/2$/);
  await expect(ticks(page).first()).not.toBeChecked();
  await ticks(page).first().check();
  await expect(request).toHaveText("Request quotation (2)");
  await page.goto("/search?q=LTC4054");
  await expect(request).toHaveText("Request quotation (2)");
  await ticks(page).nth(1).check();
  await request.click();
  await expect(page).toHaveURL(new RegExp(`/request\\?lot=\\d+&lot=\\d+&lot=\\d+$`));
  expect(new URL(page.url()).searchParams.getAll("lot")).toContain(first);

  await page.goBack();
  await expect(request).toHaveText("Request quotation (3)");
  await page.getByRole("button", { name: "Untick all" }).click();
  await expect(ticks(page).nth(1)).not.toBeChecked();
  await expect(request).toBeHidden();
});

test("ticks from before the program is awake count", async ({ page }) => {
  let wake = () => {};
  const waiting = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto("/search?q=74HC", { waitUntil: "domcontentloaded" });
  await ticks(page).nth(1).check();
  await field(page).fill("LTC40");
  wake();
  await expect(page.getByRole("button", { name: "Request quotation (1)" })).toBeVisible();
  await expect(heading(page)).toHaveText("Search results: LTC40");
  await expect(field(page)).toHaveValue("LTC40");
});

test("results follow while typing, and Back leads to what was there before", async ({ page }) => {
  await page.clock.install();
  await page.goto("/search?q=74HC");
  await awake(page);
  const same = await mark(page);
  await field(page).fill("");
  const asked = searches(page);
  await field(page).pressSequentially("L");
  await page.clock.runFor(400);
  await expect(heading(page)).toHaveText("Search results: 74HC");
  let typed = "L";
  for (const letter of "TC4054") {
    await field(page).pressSequentially(letter);
    typed += letter;
    await expect(page).toHaveURL(`/search?q=${typed}`);
  }
  expect(asked).toEqual(["LT", "LTC", "LTC4", "LTC40", "LTC405", "LTC4054"]);
  await expect(heading(page)).toHaveText("Search results: LTC4054");
  await expect(page).toHaveURL("/search?q=LTC4054");
  await expect(field(page)).toHaveValue("LTC4054");
  await field(page).press("Enter");
  await expect(page.locator("#content")).toBeFocused();
  await page.goBack();
  await expect(heading(page)).toHaveText("Search results: 74HC");
  await expect(field(page)).toHaveValue("74HC");

  // Straight to an address that the browser has left by Back: it shows it all the same.
  await field(page).fill("LTC4054");
  await expect(heading(page)).toHaveText("Search results: LTC4054");
  await expect(page).toHaveURL("/search?q=LTC4054");
  await same();
});

test("nothing writes over what is being typed, and old results stay in sight", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  let answer = () => {};
  const waiting = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/search/find?*", async (route) => {
    await waiting;
    await route.continue();
  });
  await field(page).fill("LTC");
  await expect(page.getByRole("main")).toHaveAttribute("aria-busy", "true");
  await expect(heading(page)).toHaveText("Search results: 74HC");
  await field(page).pressSequentially(" 4054 ");
  answer();
  await expect(heading(page)).toHaveText("Search results: LTC 4054");
  await expect(page.getByRole("main")).not.toHaveAttribute("aria-busy");
  await expect(field(page)).toHaveValue("LTC 4054 ");
  await expect(field(page)).toBeFocused();
});

test("a word that is being composed is searched when it is done", async ({ page }) => {
  await page.clock.install();
  await page.goto("/search?q=74HC");
  await awake(page);
  await field(page).fill("");
  await field(page).focus();
  const asked = searches(page);
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "ｌｔｃ", selectionStart: 3, selectionEnd: 3 });
  await page.clock.runFor(500);
  await expect(page).toHaveURL("/search?q=74HC");
  await keyboard.send("Input.insertText", { text: "ＬＴＣ４０" });
  await expect(heading(page)).toHaveText("Search results: LTC40");
  expect(asked).toEqual(["LTC40"]);
  await expect(field(page)).toHaveValue("ＬＴＣ４０");
  await field(page).press("Enter");
  await expect(field(page)).toHaveValue("LTC40");
});

test("a form is not left while typing in the search field, but by Enter", async ({ page }) => {
  await page.clock.install();
  await page.goto("/request?model=KEPT-1");
  await awake(page);
  const asked = searches(page);
  await field(page).fill("74HC");
  await page.clock.runFor(500);
  // The page is there and at work, so it was not left.
  await page.getByRole("button", { name: "Add a line" }).click();
  await expect(page.getByRole("group", { name: "Line 2", exact: true })).toBeVisible();
  await expect(page).toHaveURL("/request?model=KEPT-1");
  expect(asked).toEqual([]);
  await field(page).focus();
  await field(page).press("Enter");
  await expect(heading(page)).toHaveText("Search results: 74HC");
});

test("whoever comes by a link is led to the page, without another document", async ({ page }) => {
  await page.goto("/search?q=LTC4054ES5-4.2ZZ");
  await awake(page);
  const same = await mark(page);
  await page.getByRole("link", { name: "Request quotation for LTC4054ES5-4.2ZZ" }).click();
  await expect(page.getByRole("main").getByLabel("Model")).toHaveValue("LTC4054ES5-4.2ZZ");
  await page.goBack();
  await expect(page.getByRole("heading", { name: "No lot matches" })).toBeVisible();
  await expect(page.locator("#content")).toBeFocused();
  await same();
});

test("arrows move between the rows and Enter asks", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  await page.keyboard.press("/");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(mails(page).nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(mails(page).nth(1)).toBeFocused();
  const href = await mails(page).nth(1).getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href ?? "");
});

test("without an answer the page says so and asks again", async ({ page, watch }) => {
  watch.forgive(/ERR_FAILED|Failed to load/, "the server is made unreachable");
  await page.goto("/search?q=74HC");
  await awake(page);
  await page.route("**/api/search/find?*", (route) => route.abort());
  await column(page, "Model").getByRole("link").click();
  await expect(page.getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("**/api/search/find?*");
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(column(page, "Model")).toHaveAttribute("aria-sort", "ascending");
});

test("a page that the browser comes to has the shape of results before they are there", async ({ page }) => {
  await page.goto("/contact");
  let answer = () => {};
  const waiting = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/search/find?*", async (route) => {
    await waiting;
    await route.continue();
  });
  await awake(page);
  await field(page).fill("74HC");
  await field(page).press("Enter");
  await expect(page.getByText("Searching…")).toBeVisible();
  await expect(page.locator(".bone").first()).toBeVisible();
  answer();
  await expect(cells(page, "lot-model")).toHaveCount(20);
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain the columns have the names of the trade", async ({ page }) => {
    await page.goto("/search?q=74HC");
    await expect(page.getByRole("columnheader")).toHaveText(
      ["登録日", "メーカー", "品名", "型番", "数量", "荷姿", "ROHS", "DC", "国名/所在地", "備考", "依頼", "選択"],
    );
    await expect(heading(page)).toHaveText("検索結果：74HC");
    await axe(page);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("@plain rows become cards that are sorted by a choice", async ({ page }) => {
    await page.goto("/search?q=74HC");
    await awake(page);
    await page.getByLabel("Sort by").selectOption("quantity");
    if (plain()) await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/sort=quantity/);
    const turn = page.getByRole("link", { name: /(A|De)scending: turn/ });
    const before = await turn.textContent();
    await turn.click();
    await expect(turn).not.toHaveText(before ?? "");
    await expect(cells(page, "lot-model").first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await axe(page);
  });
});
