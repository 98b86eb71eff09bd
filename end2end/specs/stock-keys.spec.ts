// The grid by its keys, and what an input method does in it: each key does what it does in a spreadsheet, and does it to the cells that
// are chosen. Which way each key leads is a rule of the domain; here the keys themselves are pressed.

import type { CDPSession, Page } from "@playwright/test";

import { axe, expect, test } from "../fixtures";
import { cell, drafts, FIELD, lot, open, paste, safe, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

const [MODEL, QUANTITY, REMARKS] = [2, 3, 8];

/** New rows, in this order, that nobody has sent. */
async function pasted(page: Page, rows: string[]): Promise<void> {
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, rows.join("\n"));
  await counts(page, rows.length);
}

/** Waits until so many rows are shown. */
async function counts(page: Page, rows: number): Promise<void> {
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(rows + 1));
}

/** Waits until the keyboard is at a cell. */
async function at(page: Page, row: number, column: number, after = "where the keyboard is"): Promise<void> {
  await expect(page.locator(FIELD), after).toHaveAttribute("aria-activedescendant", `stock-${row}-${column}`);
}

/** Waits until a column has these texts, from the first row on. */
async function stands(page: Page, column: number, texts: string[]): Promise<void> {
  for (const [row, text] of texts.entries()) await expect(cell(page, row, column)).toHaveText(text);
}

/** The places of the cells that are chosen. */
async function chosen(page: Page): Promise<string[]> {
  const cells = page.locator('[role=gridcell][aria-selected="true"]');
  return await cells.evaluateAll((all) => all.map((one) => one.getAttribute("data-at") ?? ""));
}

/** An input method begins a word. */
async function composes(keyboard: CDPSession, text: string): Promise<void> {
  await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
}

/** Enter that confirms a candidate: browsers report it as taken (229), or as itself while a word is composed. */
async function confirms(keyboard: CDPSession): Promise<void> {
  for (const windowsVirtualKeyCode of [229, 13]) {
    for (const type of ["rawKeyDown", "keyUp"] as const) {
      await keyboard.send("Input.dispatchKeyEvent", { type, key: "Enter", code: "Enter", windowsVirtualKeyCode });
    }
  }
}

test("Enter that confirms a composed word stays in the cell, and the next one goes down", async ({ page, anotherBrowser }) => {
  await page.clock.install();
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("IME-1"), lot("IME-2"), lot("IME-3")]);
  const keyboard = await page.context().newCDPSession(page);
  const field = page.locator(FIELD);
  await cell(page, 0, MODEL).click();
  await composes(keyboard, "ｔｃ");
  await expect(field, "what is composed replaces what stood there").toHaveValue("ｔｃ");
  await page.clock.runFor(2_000);
  await expect(cell(page, 0, MODEL), "what is composed is nothing yet").toHaveText("IME-1");
  await confirms(keyboard);
  await at(page, 0, MODEL, "the input method's Enter is not ours");
  await expect(field).toHaveValue("ｔｃ");
  await expect(field).toHaveAttribute("data-editing", "");
  await keyboard.send("Input.insertText", { text: "ＴＣ７４" });
  await expect(field).toHaveValue("ＴＣ７４");
  await at(page, 0, MODEL);
  await page.keyboard.press("Enter");
  await at(page, 1, MODEL, "the grid's Enter");
  await stands(page, MODEL, ["TC74", "IME-2", "IME-3"]);
  // One that is confirmed and left alone is kept as well.
  await composes(keyboard, "ｎ");
  await keyboard.send("Input.insertText", { text: "NE555" });
  await page.clock.runFor(2_000);
  await stands(page, MODEL, ["TC74", "NE555", "IME-3"]);
});

test("keys move the keyboard, and with Shift they choose", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("KEY-1"), lot("KEY-2"), lot("KEY-3")]);
  await cell(page, 0, 3).click();
  const moves: [string, number, number][] = [
    ["ArrowDown", 1, 3],
    ["ArrowRight", 1, 4],
    ["ArrowUp", 0, 4],
    ["ArrowLeft", 0, 3],
    ["ArrowUp", 0, 3],
    ["Control+ArrowRight", 0, 8],
    ["Enter", 1, 8],
    ["Shift+Enter", 0, 8],
    ["Tab", 1, 0],
    ["Shift+Tab", 0, 8],
    ["Home", 0, 0],
    ["End", 0, 8],
    ["Control+Home", 0, 0],
    ["Control+ArrowDown", 2, 0],
    ["Control+End", 2, 8],
    ["PageUp", 0, 8],
  ];
  for (const [key, row, column] of moves) {
    await page.keyboard.press(key);
    await at(page, row, column, key);
  }
  await cell(page, 0, 3).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => chosen(page)).toEqual(["0:3", "0:4", "1:3", "1:4"]);
  await at(page, 1, 4);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => chosen(page)).toEqual(["2:4"]);
  await page.keyboard.press("Control+a");
  await expect.poll(async () => (await chosen(page)).length).toBe(27);
  // Escape lets the next Tab out of the grid.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.locator(FIELD)).not.toBeFocused();
});

test("cells are filled down, emptied, and taken back", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("FILL-1", "111", "B-1"), lot("FILL-2", "222", "B-2"), lot("FILL-3", "333", "B-3")]);
  await cell(page, 0, QUANTITY).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+d");
  await stands(page, QUANTITY, ["111", "111", "111"]);
  await cell(page, 0, REMARKS).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Fill down" }).click();
  await stands(page, REMARKS, ["B-1", "B-1", "B-3"]);
  // The button gives the keyboard back; one cell takes what stands above it.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+d");
  await stands(page, REMARKS, ["B-1", "B-1", "B-1"]);
  await page.keyboard.press("Delete");
  await stands(page, REMARKS, ["B-1", "B-1", ""]);
  await page.keyboard.press("Control+z");
  await stands(page, REMARKS, ["B-1", "B-1", "B-1"]);
  await page.keyboard.press("Control+y");
  await stands(page, REMARKS, ["B-1", "B-1", ""]);
});

test("what is cut is gone, and stands where it is pasted", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("CUT-1", "300", "C-1"), lot("CUT-2", "300", "C-2"), lot("CUT-3", "300", "C-3")]);
  await cell(page, 0, REMARKS).click();
  await page.keyboard.press("Shift+ArrowDown");
  await at(page, 1, REMARKS);
  const text = await page.evaluate((id) => {
    const board = new DataTransfer();
    document.querySelector(id)?.dispatchEvent(new ClipboardEvent("cut", { clipboardData: board, bubbles: true, cancelable: true }));
    return board.getData("text/plain");
  }, FIELD);
  expect(text).toBe("C-1\r\nC-2\r\n");
  await stands(page, REMARKS, ["", "", "C-3"]);
  await cell(page, 1, REMARKS).click();
  await paste(page, text);
  await stands(page, REMARKS, ["", "C-1", "C-2"]);
  await page.keyboard.press("Control+z");
  await stands(page, REMARKS, ["", "", "C-3"]);
  await page.keyboard.press("Control+z");
  await stands(page, REMARKS, ["C-1", "C-2", "C-3"]);
});

test("a text is found, and rows are shown by what is in them", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("FIND-1"), lot("FIND-2"), lot("FIND-3")]);
  await cell(page, 0, 0).click();
  await page.keyboard.press("Control+f");
  const find = page.locator("#stock-find");
  await expect(find).toBeFocused();
  await page.keyboard.type("find-3");
  await page.keyboard.press("Enter");
  await at(page, 2, MODEL);
  await find.fill("toshiba");
  await find.press("Enter");
  await at(page, 0, 0, "once around");
  await find.press("Enter");
  await at(page, 1, 0, "the next one");
  await find.fill("nowhere");
  await find.press("Enter");
  await expect(find).toHaveAttribute("aria-invalid", "true");
  await at(page, 1, 0);

  const filter = page.getByLabel("Show only rows with");
  await filter.fill("toshiba find-2");
  await filter.blur();
  await counts(page, 1);
  await stands(page, MODEL, ["FIND-2"]);
  await axe(page);
  await type(page, 0, QUANTITY, "x");
  await expect(cell(page, 0, QUANTITY)).toHaveText(/^x/);
  await filter.fill("");
  await filter.blur();
  await counts(page, 3);
  const only = page.locator(".stock-only select");
  await only.selectOption("wrong");
  await counts(page, 1);
  await stands(page, MODEL, ["FIND-2"]);
  await only.selectOption("drafts");
  await counts(page, 3);
});

test("a heading sorts up, down, and not at all", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("SORT-1", "200"), lot("SORT-2", "9"), lot("SORT-3", "10")]);
  const heading = page.getByRole("columnheader", { name: "Quantity" });
  await expect(heading).toHaveAttribute("aria-sort", "none");
  const press = async (sort: string, quantities: string[]) => {
    await heading.getByRole("button").click();
    await expect(heading).toHaveAttribute("aria-sort", sort);
    await stands(page, QUANTITY, quantities);
  };
  await press("ascending", ["9", "10", "200"]);
  await expect(page.getByRole("columnheader", { name: "Model" })).toHaveAttribute("aria-sort", "none");
  await axe(page);
  // What is typed goes into the row that is seen.
  await type(page, 0, REMARKS, "least");
  await expect(cell(page, 0, REMARKS)).toHaveText("least");
  await press("descending", ["200", "10", "9"]);
  await press("none", ["200", "9", "10"]);
  await stands(page, REMARKS, ["A-1", "least", "A-1"]);
});

test("the order stays when rows are pasted past the end, and when the page is loaded anew", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await pasted(page, [lot("STAY-1", "200"), lot("STAY-2", "9"), lot("STAY-3", "10")]);
  const heading = page.getByRole("columnheader", { name: "Quantity" });
  await heading.getByRole("button").click();
  await stands(page, QUANTITY, ["9", "10", "200"]);
  const filter = page.getByLabel("Show only rows with");
  await filter.fill("stay-1");
  await filter.blur();
  await counts(page, 1);
  await cell(page, 0, 0).click();
  await paste(page, [lot("STAY-4", "400"), lot("STAY-5", "1"), lot("STAY-6", "5")].join("\n"));
  await counts(page, 5);
  await expect(filter, "new rows are not hidden").toHaveValue("");
  await stands(page, QUANTITY, ["9", "10", "400", "1", "5"]);
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await at(page, 5, 0, "the new row comes last");
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  const kept = ["STAY-2", "STAY-3", "STAY-4", "STAY-5", "STAY-6"];
  await expect.poll(async () => Object.keys(await drafts(page)).sort()).toEqual(kept);
  await page.reload();
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await stands(page, QUANTITY, ["1", "5", "9", "10", "400"]);
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

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a composed word goes into its card when it is confirmed", async ({ page, anotherBrowser }) => {
    await page.clock.install();
    await signInAs(page, await supplier(await anotherBrowser()));
    await open(page);
    await page.locator(".stock-below button").click();
    const card = page.locator(".stock-card").first();
    const [model, remarks] = [card.locator(".card-model input"), card.locator(".card-remarks input")];
    // A blank card is not judged; one with something in it is.
    await expect(page.locator(".stock-card")).toHaveCount(2);
    await expect(page.locator(".stock-card[data-state=wrong]")).toHaveCount(0);
    const keyboard = await page.context().newCDPSession(page);
    await model.focus();
    await composes(keyboard, "ｔｃ");
    await expect(model).toHaveValue("ｔｃ");
    await page.clock.runFor(2_000);
    await expect(card, "what is composed is nothing yet").not.toHaveAttribute("data-state", "wrong");
    await confirms(keyboard);
    await expect(model, "the input method's Enter leaves the field alone").toBeFocused();
    await expect(model).toHaveValue("ｔｃ");
    await keyboard.send("Input.insertText", { text: "ＴＣ７４" });
    await expect(model).toHaveValue("ＴＣ７４");
    await page.clock.runFor(2_000);
    await expect(card, "kept, and judged: the other cells are empty").toHaveAttribute("data-state", "wrong");
    await remarks.focus();
    await expect(model).toHaveValue("TC74");
  });
});
