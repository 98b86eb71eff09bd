// Searching: what is found and why, orders, filters, pages (R094–R098, Z10, Z35, Z36). Tests marked @plain run a second time where scripts
// are switched off.

import { axe, expect, test } from "../fixtures";
import { awake, cells, column, field, heading, mark, parameters, plain, table } from "../search";

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
