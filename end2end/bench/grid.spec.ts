// The grid of one's own stock: what a paste costs against a plain table of the same cells, and whether a long list makes typing slower.
//
// Milliseconds are of this machine and this hour; the ratios are of one run.

import type { Page } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "../fixtures";
import { folder, server } from "../staff";
import { cell, FIELD, lot, open, paste, safe, send, state } from "../stock";
import { signInAs, supplier, type Supplier } from "../suppliers";

const PASTED = 10_000;
const [SHORT, LONG] = [100, 100_000];
const KEYS = 60;
const ROUNDS = 5;

const HEADINGS = "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks";

/** The middle one, and the one that nineteen of twenty stay below. */
function spread(times: number[]): { middle: number; most: number } {
  const sorted = [...times].sort((a, b) => a - b);
  return { middle: sorted[Math.floor(sorted.length / 2)] ?? NaN, most: sorted[Math.floor(sorted.length * 0.95)] ?? NaN };
}

const shown = (times: number[]) => {
  const { middle, most } = spread(times);
  return `p50 ${middle.toFixed(1)} ms, p95 ${most.toFixed(1)} ms`;
};

function say(line: string): void {
  process.stdout.write(`\n${line}\n`);
}

/** Until a frame with all of it has been painted. */
async function pasted(page: Page, text: string): Promise<number> {
  return await page.evaluate(
    async ([id, text, rows]) => {
      const board = new DataTransfer();
      board.setData("text/plain", text);
      const field = document.querySelector<HTMLInputElement>(id);
      const began = performance.now();
      field?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: board, bubbles: true, cancelable: true }));
      const grid = document.querySelector("[role=grid]");
      while (Number(grid?.getAttribute("aria-rowcount")) < rows) await new Promise((next) => setTimeout(next));
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      return performance.now() - began;
    },
    [FIELD, text, PASTED + 1] as const,
  );
}

/** The same cells as a plain table, parsed and laid out; nothing is judged in it, and nothing can be typed. */
async function tabled(page: Page, text: string): Promise<number> {
  return await page.evaluate(async (text) => {
    const began = performance.now();
    const rows = text.split("\n").map((row) => `<tr>${row.split("\t").map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
    document.body.innerHTML = `<table>${rows.join("")}</table>`;
    document.body.getBoundingClientRect();
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return performance.now() - began;
  }, text);
}

/** From each key to the frame that shows it. */
async function typed(page: Page): Promise<number[]> {
  await cell(page, 0, 8).click();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { times });
    addEventListener(
      "keydown",
      (event) => requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - event.timeStamp))),
      true,
    );
  });
  for (let at = 1; at <= KEYS; at += 1) {
    // Every sixth key is Enter: the cell is judged and stored, and the next one chosen.
    await page.keyboard.press(at % 6 === 0 ? "Enter" : "7");
    await page.waitForFunction((count) => (globalThis as unknown as { times: number[] }).times.length >= count, at);
  }
  return await page.evaluate(() => (globalThis as unknown as { times: number[] }).times);
}

/** From one frame to the next while a wheel turns from the top of the list to its end. */
async function scrolled(page: Page): Promise<number[]> {
  return await page.locator(".stock-scroll").evaluate(async (box) => {
    const times: number[] = [];
    const step = (box.scrollHeight - box.clientHeight) / 200;
    let last = await new Promise<number>(requestAnimationFrame);
    for (let turn = 0; turn < 200; turn += 1) {
      box.scrollTop += step;
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times;
  });
}

function stocked(who: Supplier, rows: number): void {
  const lines = Array.from({ length: rows }, (_, at) => lot(`BENCH-${at}`).split("\t").join(","));
  const file = join(folder(), `bench-${rows}.csv`);
  writeFileSync(file, `${HEADINGS}\n${lines.join("\n")}\n`);
  server(["import-stock", "--supplier", who.email, file]);
}

test("a paste against a plain table of the same cells", async ({ page, anotherBrowser }) => {
  const text = Array.from({ length: PASTED }, (_, at) => lot(`PASTE-${at}`)).join("\n");
  const [grid, table]: [number[], number[]] = [[], []];
  await signInAs(page, await supplier(await anotherBrowser()));
  const plain = await anotherBrowser();
  for (let round = 0; round < ROUNDS; round += 1) {
    await open(page);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    grid.push(await pasted(page, text));
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.locator(".stock-body [role=row]")).toHaveCount(0);
    await plain.goto("about:blank");
    table.push(await tabled(plain, text));
  }
  say(`${PASTED} rows pasted, judged and shown: ${shown(grid)}; a plain table: ${shown(table)}`);
  say(`ratio of the middles: ${(spread(grid).middle / spread(table).middle).toFixed(2)}`);
});

test("typing in a long list against a short one", async ({ page, anotherBrowser }) => {
  const box = await anotherBrowser();
  const times: number[][] = [];
  for (const rows of [SHORT, LONG]) {
    const who = await supplier(box);
    stocked(who, rows);
    const device = rows === SHORT ? page : await anotherBrowser();
    await signInAs(device, who);
    await open(device);
    await expect(device.getByRole("grid")).toHaveAttribute("aria-rowcount", String(rows + 1));
    await safe(device);
    const began = Date.now();
    await device.reload();
    await expect(device.getByRole("grid")).toHaveAttribute("aria-rowcount", String(rows + 1));
    say(`${rows} lots: opened from the device in ${Date.now() - began} ms`);
    const found = await typed(device);
    times.push(found);
    say(`${rows} lots: from key to frame ${shown(found)}`);
    say(`${rows} lots: from frame to frame while it is scrolled from end to end ${shown(await scrolled(device))}`);
  }
  const [short, long] = times.map(spread);
  if (short && long) {
    say(`ratio: p50 ${(long.middle / short.middle).toFixed(2)}, p95 ${(long.most / short.most).toFixed(2)} (target 1.5)`);
  }
});

test("a queue of five thousand edits over twenty thousand lots", async ({ page, anotherBrowser }) => {
  const [rows, edits] = [20_000, 5_000];
  const who = await supplier(await anotherBrowser());
  stocked(who, rows);
  await signInAs(page, who);
  await open(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(rows + 1));
  await safe(page);
  const began = Date.now();
  await page.reload();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(rows + 1));
  say(`${rows} lots: opened from the device in ${Date.now() - began} ms (target 2000)`);
  await cell(page, 0, 3).click();
  await paste(page, Array.from({ length: edits }, (_, at) => String(1_000 + at)).join("\n"));
  await expect(state(page)).toHaveText(/5000 rows not sent/);
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(globalThis, { frames });
    let last = performance.now();
    const frame = (at: number) => {
      frames.push(at - last);
      last = at;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const sent = Date.now();
  await send(page).click();
  await expect(state(page)).toHaveText(/edits wait/);
  await cell(page, 0, 8).click();
  let keys = 0;
  while (!/Everything|1 row not sent$|1 row not sent · last/.test((await state(page).textContent()) ?? "") && keys < 5_000) {
    await page.keyboard.press("7");
    keys += 1;
  }
  await page.keyboard.press("Escape");
  await safe(page);
  say(`${edits} edits: on the server ${Date.now() - sent} ms after Send (target 60000), while ${keys} keys were typed`);
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  say(`${frames.length} frames meanwhile: ${shown(frames)}, the longest ${Math.max(...frames).toFixed(0)} ms (target 200)`);
});
