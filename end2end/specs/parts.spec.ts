// A pasted list of parts: looked up at once, in either language, and asked for with one form; and tables with closer rows.

import type { Page } from "@playwright/test";

import { axe, expect, test } from "../fixtures";

const LIST = ["Part No.\tQty", "LTC4054ES5-4.2\t5", "NOT-LISTED-77\t1,200", "", "x"].join("\n");

const rows = (page: Page) => page.getByRole("table").locator("tbody").getByRole("row");

test("@plain a list is pasted, looked up and asked for with one form", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "paste a parts list" }).click();
  await expect(page).toHaveTitle("Search a parts list – Reelstock");
  await axe(page);
  await page.getByLabel("Parts list").fill(LIST);
  await page.getByRole("button", { name: "Search them all" }).click();

  await expect(page.getByRole("heading", { name: "3 parts, 1 in stock" })).toBeVisible();
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText("LTC4054ES5-4.2");
  await expect(rows(page).nth(0)).toContainText(/Lots: \d/);
  await expect(rows(page).nth(1)).toContainText("1,200");
  await expect(rows(page).nth(1)).toContainText("Not listed; we will look for it");
  await expect(rows(page).nth(2)).toContainText("Fewer than 2 letters or digits");
  await expect(page.getByLabel("Parts list")).toHaveValue(LIST);
  await axe(page);

  await page.getByRole("checkbox", { name: "Request x" }).uncheck();
  await page.getByRole("button", { name: "Request a quotation for the ticked parts" }).click();
  await expect(page).toHaveURL(/\/request$/);
  await expect(page.getByRole("main").getByLabel("Model").first()).toHaveValue("LTC4054ES5-4.2");
  await expect(page.getByLabel("Quantity").first()).toHaveValue("5");
  await expect(page.getByRole("main").getByLabel("Model").nth(1)).toHaveValue("NOT-LISTED-77");
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await page.getByLabel("Company name").fill("Isartal Components GmbH");
  await page.getByRole("textbox", { name: "E-mail" }).fill(`parts-${test.info().project.name}@example.com`);
  await page.getByLabel("Phone").fill("089-5550-0102");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(/^RQ-\d+$/)).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
});

test("@plain a list without parts, or without ticks, says what is missing", async ({ page, watch }) => {
  watch.forgive(/422/, "the answer's own status");
  await page.goto("/parts-list");
  await page.getByLabel("Parts list").fill("\t\n ");
  await page.getByRole("button", { name: "Search them all" }).click();
  await expect(page.getByRole("alert")).toContainText("There is no part in the list");
  await axe(page);

  await page.getByLabel("Parts list").fill("LTC4054ES5-4.2 5");
  await page.getByRole("button", { name: "Search them all" }).click();
  await page.getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Request a quotation for the ticked parts" }).click();
  await expect(page.getByRole("alert")).toContainText("Tick at least one part");
  await expect(page.getByLabel("Parts list")).toHaveValue("LTC4054ES5-4.2 5");
});

test("three hundred parts are filled into a form that wakes", async ({ page }) => {
  await page.goto("/parts-list");
  const list = Array.from({ length: 300 }, (_, line) => `LTC4054ES5-4.${line % 10} ${line + 1}`).join("\n");
  await page.getByLabel("Parts list").fill(list);
  await page.getByRole("button", { name: "Search them all" }).click();
  await expect(rows(page)).toHaveCount(300);
  await page.getByRole("button", { name: "Request a quotation for the ticked parts" }).click();
  await expect(page.getByLabel("Quantity")).toHaveCount(300);
  await expect(page.getByText("300 of 1000 lines")).toBeVisible();
  // Judged while it is typed: the program is awake.
  await page.getByLabel("Quantity").first().fill("2.5");
  await page.getByLabel("Quantity").first().blur();
  await expect(page.getByText("A quantity is a whole number").first()).toBeVisible();
});

test("@plain rows are closer when asked, and stay so", async ({ page }) => {
  await page.goto("/search?q=LTC4054");
  const row = page.getByRole("table", { name: "Lots found" }).locator("tbody tr").filter({ has: page.locator("td.lot-model") }).first();
  const height = async () => (await row.boundingBox())?.height ?? 0;
  const before = await height();
  await page.getByRole("button", { name: "Row height" }).click();
  await expect(page).toHaveURL(/q=LTC4054/);
  expect(await height()).toBeLessThan(before);
  await page.goto("/search?q=TC74HC");
  expect(await height()).toBeLessThan(before);
  await page.getByRole("button", { name: "Row height" }).click();
  await expect(page).toHaveURL(/q=TC74HC/);
  expect(await height()).toBe(before);
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain a list is looked up", async ({ page }) => {
    await page.goto("/parts-list");
    await page.getByLabel("部品リスト").fill("型番\t数量\nLTC4054ES5-4.2\t5個\nNOT-LISTED-77\t10");
    await page.getByRole("button", { name: "まとめて検索" }).click();
    await expect(page.getByRole("heading", { name: "2件中 1件の在庫あり" })).toBeVisible();
    await axe(page);
  });
});
