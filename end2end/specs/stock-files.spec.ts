// A stock file, from the supplier's machine into the market and back out: looked at, corrected, imported, found, taken back. All of
// it is plain forms, so every story is told without scripts as well.

import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";

import { axe, expect, test } from "../fixtures";

const HEADINGS = "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks";
const SUPPLIER = "supplier1@reelstock.example";

const model = () => `E2E${randomUUID().slice(0, 8).toUpperCase()}`;

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("#account_type-supplier").check();
  await page.locator("#login").fill(SUPPLIER);
  await page.locator("#password").fill("Demo-supplier-1");
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
}

async function upload(page: Page, name: string, text: string): Promise<void> {
  await page.goto("/stock/import");
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Look at the file" }).click();
}

test("@plain a file is corrected, imported, found and taken back", async ({ page }) => {
  const part = model();
  await signIn(page);
  await page.goto("/stock/import");
  await expect(page).toHaveTitle("Import a stock list – Reelstock");
  await axe(page);

  await upload(page, "stock.csv", `${HEADINGS}\nJST,Connector,${part},"1,500",Loose,ROHS,2020,Japan,A-1\n`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What this file will do");
  await expect(page.getByRole("button", { name: "Import this file" })).toBeDisabled();
  await axe(page);
  await page.getByRole("button", { name: "Use 1500 for Quantity, row 2" }).click();
  await expect(page.getByRole("link", { name: /New/ })).toContainText("1");
  await page.getByRole("button", { name: "Import this file" }).click();
  // The page asks again by itself until the job is done.
  await expect(page.getByRole("button", { name: "Take the whole import back" })).toBeVisible();
  await axe(page);

  const file = page.url();
  await page.goto(`/search?q=${part}`);
  await expect(page.getByRole("table", { name: "Lots found" })).toContainText(part);
  await page.goto(file);
  await page.getByRole("button", { name: "Take the whole import back" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Taken back");
  await axe(page);
  await page.goto(`/search?q=${part}`);
  await expect(page.getByRole("table", { name: "Lots found" })).toHaveCount(0);
});

test("@plain the same file asks, and one list is shown and taken home", async ({ page, watch }) => {
  watch.tolerate(/409/, "the answer's own status");
  const text = `${HEADINGS}\nJST,Connector,${model()},150,Loose,ROHS,2020,Japan,A-1\n`;
  await signIn(page);
  await upload(page, "twice.csv", text);
  await page.getByRole("button", { name: "Import this file" }).click();
  await expect(page.getByRole("button", { name: "Take the whole import back" })).toBeVisible();
  await upload(page, "twice.csv", text);
  await page.getByRole("button", { name: "Import this file" }).click();
  await expect(page.getByRole("alert")).toContainText("Tick the box if it is meant");
  await page.getByRole("button", { name: "Discard the file" }).click();

  await page.goto("/stock/export");
  await axe(page);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export file" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^stock-\d{4}-\d\d-\d\d\.csv$/);
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain a list from another system is looked at", async ({ page }) => {
    await signIn(page);
    await page.goto("/stock/import");
    await axe(page);
    const text = `型番\t数量\tメーカー\t品名\t荷姿\tROHS\t所在地\n${model()}\t5\t東芝\tIC\tリール\tROHS\t川越\n`;
    await page.locator("input[type=file]").setInputFiles({ name: "在庫.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.getByRole("button", { name: "ファイルを確認する" }).click();
    await expect(page.getByText("所定の形式ではありません")).toBeVisible();
    await expect(page.getByRole("region", { name: "新規" })).toContainText("川越");
    await axe(page);
    await page.getByRole("button", { name: "ファイルを破棄する" }).click();
  });
});
