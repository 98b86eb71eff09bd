// The grid under the fingers: input methods, keys, ranges, finding, sorting, filling; and what a screen reader is told about the cell.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { cell, FIELD, lot, open, safe, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

const composed = async (page: Page, text: string) => {
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  return {
    /** Enter, as a browser reports it while the input method has the word; its name is that of any Enter. */
    confirm: async (word: string) => {
      const taken = { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 } as const;
      await keyboard.send("Input.dispatchKeyEvent", taken);
      await keyboard.send("Input.insertText", { text: word });
      await keyboard.send("Input.dispatchKeyEvent", { ...taken, type: "keyUp" });
    },
  };
};
const models = async (page: Page, count: number) => {
  const texts = await Promise.all(Array.from({ length: count }, (_, row) => cell(page, row, 2).textContent()));
  return texts.map((text) => text?.trim());
};
const chosen = (page: Page, row: number, column: number) =>
  expect(page.locator(FIELD)).toHaveAttribute("aria-activedescendant", `stock-${row}-${column}`);

test("Enter that confirms a candidate of an input method stays in the cell, and the next one leaves it", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("IME-1"), lot("IME-2")]);
  await cell(page, 0, 8).click();
  const word = await composed(page, "とうきょう");
  await expect(page.locator(FIELD)).toHaveAttribute("data-editing", "");
  await word.confirm("東京");
  await chosen(page, 0, 8);
  await expect(page.locator(FIELD)).toHaveValue("東京");
  await expect(page.locator(FIELD)).toHaveAttribute("data-editing", "");
  await page.keyboard.press("Enter");
  await chosen(page, 1, 8);
  await expect(cell(page, 0, 8)).toHaveText(/^東京/);
  await expect(cell(page, 1, 8)).toHaveText(/^A-1/);
});

test("arrows move, Shift chooses, Ctrl+D and the button fill down, and Delete clears", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("KEY-1"), lot("KEY-2"), lot("KEY-3")]);
  await type(page, 0, 8, "filled");
  await cell(page, 0, 8).click();
  await page.keyboard.press("ArrowDown");
  await chosen(page, 1, 8);
  await page.keyboard.press("ArrowLeft");
  await chosen(page, 1, 7);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await chosen(page, 0, 8);
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.locator(".stock-body [aria-selected=true]")).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+d");
  await expect(cell(page, 1, 8)).toHaveText(/^filled/);
  await expect(cell(page, 2, 8)).toHaveText(/^A-1/);
  await cell(page, 1, 8).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Fill down" }).click();
  await expect(cell(page, 2, 8)).toHaveText(/^filled/);
  await cell(page, 0, 8).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  for (const row of [0, 1]) await expect(cell(page, row, 8)).not.toHaveText(/filled/);
  await expect(cell(page, 2, 8)).toHaveText(/^filled/);
});

test("a heading sorts and says so, a word is found, and rows with it are shown alone", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("SORT-B", "20"), lot("SORT-C", "30"), lot("SORT-A", "10")]);
  const heading = page.getByRole("columnheader", { name: "Model" });
  await heading.getByRole("button").first().click();
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => models(page, 3)).toEqual(["SORT-A", "SORT-B", "SORT-C"]);
  await heading.getByRole("button").first().click();
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => models(page, 3)).toEqual(["SORT-C", "SORT-B", "SORT-A"]);
  await page.getByLabel("Find").fill("SORT-B");
  await page.keyboard.press("Enter");
  await chosen(page, 1, 2);
  await page.getByLabel("Show only rows with").fill("SORT-A");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await expect.poll(() => models(page, 1)).toEqual(["SORT-A"]);
  await page.getByLabel("Show only rows with").fill("");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "4");
});

test("the field names its grid, its cell, and where the row is safe", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("HEAR-1"), lot("HEAR-2")]);
  const field = page.locator(FIELD);
  const grid = (await field.getAttribute("aria-controls")) ?? "";
  await expect(page.locator(`#${grid}`)).toHaveRole("grid");
  await cell(page, 1, 3).click();
  await expect(field).toHaveAccessibleName("Quantity, row 2");
  await expect(field).toHaveAccessibleDescription(/^On server/);
  await page.keyboard.type("many");
  await page.keyboard.press("Enter");
  await cell(page, 1, 3).click();
  await expect(field).toHaveAccessibleDescription(/^Check.*whole number/);
  await open(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
  await cell(page, 1, 3).click();
  await page.keyboard.type("12");
  await page.keyboard.press("Enter");
  await page.locator(".stock-send").click();
  await safe(page);
});
