// One's own stock in the browser, as a person handles it.

import type { Page } from "@playwright/test";

import { expect, type Watch } from "./fixtures";

export const FIELD = "#stock-field";
export const cell = (page: Page, row: number, column: number) => page.locator(`[data-at="${row}:${column}"]`);
export const state = (page: Page) => page.locator(".stock-state");
export const send = (page: Page) => page.locator(".stock-send");

/** Opens the page and waits until the stock is there. */
export async function open(page: Page): Promise<void> {
  await page.goto("/stock");
  await expect(state(page)).toBeVisible();
}

/** Waits until everything is on the server. */
export async function safe(page: Page): Promise<void> {
  await expect(state(page)).toHaveText(/Everything is on the server|すべてサーバー/);
}

/** A row of cells as a spreadsheet puts it on the clipboard. */
export const lot = (model: string, quantity = "300", remarks = "A-1") =>
  ["TOSHIBA", "IC", model, quantity, "Reel", "ROHS2", "2020", "Japan", remarks].join("\t");

/** Pastes a text where the keyboard is, as the browser would. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.locator(FIELD).focus();
  await page.evaluate(
    ([id, text]) => {
      const board = new DataTransfer();
      board.setData("text/plain", text ?? "");
      const event = new ClipboardEvent("paste", { clipboardData: board, bubbles: true, cancelable: true });
      document.querySelector(id ?? "")?.dispatchEvent(event);
    },
    [FIELD, text],
  );
}

/** All cells of a list by the model in their row, as they are copied: also of rows that are not in sight. */
export async function copied(page: Page): Promise<Map<string, string[]>> {
  await page.locator(FIELD).focus();
  await page.keyboard.press("ControlOrMeta+a");
  const text = await page.evaluate((id) => {
    const board = new DataTransfer();
    document.querySelector(id)?.dispatchEvent(new ClipboardEvent("copy", { clipboardData: board, bubbles: true, cancelable: true }));
    return board.getData("text/plain");
  }, FIELD);
  const rows = text.split(/\r?\n/).filter((row) => row !== "");
  return new Map(rows.map((row) => row.split("\t")).map((cells) => [cells[2] ?? "", cells]));
}

/** Types texts into a column of the rows of some models, at one go. */
export async function typeOver(page: Page, names: string[], column: number, texts: string[]): Promise<void> {
  const rows = await copied(page);
  for (const [at, name] of names.entries()) {
    const cells = rows.get(name);
    if (cells === undefined) throw new Error(`${name} is not in the list`);
    cells[column] = texts[at] ?? "";
  }
  // The whole table is still chosen.
  await paste(page, [...rows.values()].map((cells) => cells.join("\t")).join("\n"));
}

/** The remarks that lie on the device as drafts, by model: a look past the program. */
export async function drafts(page: Page): Promise<Record<string, string>> {
  return await page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((fulfil, reject) => {
        request.onsuccess = () => fulfil(request.result);
        request.onerror = () => reject(request.error);
      });
    const [known] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("inv-"));
    const database = await asked(indexedDB.open(known?.name ?? ""));
    const rows = await asked(database.transaction("drafts").objectStore("drafts").getAll());
    database.close();
    const typed = rows.map(({ json }) => (JSON.parse(json) as { typed: { model: string; remarks: string } }).typed);
    return Object.fromEntries(typed.map(({ model, remarks }) => [model, remarks]));
  });
}

/** Puts rows on the server. */
export async function stocked(page: Page, rows: string[]): Promise<void> {
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, rows.length === 1 ? [...rows, lot("REST-1")].join("\n") : rows.join("\n"));
  await send(page).click();
  await safe(page);
}

/** The row in which a model stands: rows that are fetched may come in another order. */
export async function rowOf(page: Page, model: string): Promise<number> {
  const at = await page.locator(`.stock-body [data-at$=":2"]`, { hasText: new RegExp(`^${model}$`) }).getAttribute("data-at");
  return Number(at?.split(":")[0]);
}

/** Without a connection, a browser says in its console that it could not fetch. */
export const offline = (watch: Watch) => watch.tolerate(/ERR_INTERNET_DISCONNECTED|Failed to load resource/, "there is no connection");

/** Types a text over a cell. */
export async function type(page: Page, row: number, column: number, text: string): Promise<void> {
  await cell(page, row, column).click();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}
