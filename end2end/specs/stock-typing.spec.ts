// What is typed belongs to the lot in which it was begun, and is on the device a moment after it was typed: while rows move, while other
// tabs type, and when the tab is closed in the middle of a word.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { cell, FIELD, lot, open, safe, send, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

/** Quantities by model, as they stand in the first rows. */
async function quantities(page: Page, rows: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let row = 0; row < rows; row += 1) {
    found[(await cell(page, row, 2).textContent()) ?? ""] = (await cell(page, row, 3).textContent()) ?? "";
  }
  return found;
}

test("a tab that is closed in the middle of a word keeps what was typed", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("WORD-1"), lot("WORD-2")]);
  await cell(page, 0, 3).click();
  await page.keyboard.type("12,5");
  await expect(cell(page, 0, 3), "judged while it is typed").toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("[data-state=wrong]")).toHaveCount(1);
  await page.reload();
  await expect(cell(page, 0, 3)).toHaveText(/^12,5/);
  // One step back, however long it took to type.
  await cell(page, 0, 3).click();
  await page.keyboard.press("Control+z");
  await expect(cell(page, 0, 3)).toHaveText("300");
});

test("Escape takes back what was typed, also what was kept meanwhile", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("BACK-1")]);
  await cell(page, 0, 3).click();
  await page.keyboard.type("1x");
  await expect(cell(page, 0, 3)).toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("Escape");
  await expect(cell(page, 0, 3)).toHaveText("300");
  await safe(page);
});

test("rows that move under somebody who types take the text with them", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("MOVE-1"), lot("MOVE-2"), lot("MOVE-3")]);
  const colleague = await page.context().newPage();
  await open(colleague);
  await safe(colleague);
  await cell(page, 1, 3).click();
  await page.keyboard.type("777");
  const model = (await cell(page, 1, 2).textContent()) ?? "";
  // The row above is deleted in another tab.
  await colleague.locator(".stock-tick input").first().click();
  await send(colleague).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
  await expect(page.locator(FIELD)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(async () => await quantities(page, 2)).toMatchObject({ [model]: "777" });
  const others = Object.entries(await quantities(page, 2)).filter(([of]) => of !== model);
  expect(others.map(([, quantity]) => quantity)).toEqual(["300"]);
});

test("two tabs that type over one lot see each other's text, and none is lost", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("TABS-1")]);
  const other = await page.context().newPage();
  await open(other);
  await safe(other);
  await type(page, 0, 3, "555");
  await expect(cell(other, 0, 3)).toHaveText("555");
  await type(other, 0, 8, "from the other tab");
  await expect(cell(page, 0, 8)).toHaveText("from the other tab");
  await expect(page.locator(".stock-safety").first()).toHaveText("On device");
  await page.reload();
  await expect(cell(page, 0, 3)).toHaveText("555");
  await expect(cell(page, 0, 8)).toHaveText("from the other tab");
  await send(other).click();
  await safe(other);
  await safe(page);
  await expect(cell(page, 0, 3)).toHaveText("555");
});

test("a deletion that was sent is taken back", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("GONE-1"), lot("GONE-2")]);
  const model = (await cell(page, 0, 2).textContent()) ?? "";
  await page.locator(".stock-tick input").first().click();
  await send(page).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await safe(page);
  await cell(page, 0, 3).click();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
  await send(page).click();
  await safe(page);
  await page.reload();
  await safe(page);
  await expect.poll(async () => Object.keys(await quantities(page, 2)), "it is there again").toContain(model);
});
