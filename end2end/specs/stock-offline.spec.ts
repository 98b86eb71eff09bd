// Stock without a connection, on a bad line, with others on the same list: the scenarios B1–B18 of the design of offline editing.

import { chromium, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { axe, expect, test } from "../fixtures";
import { cell, copied, drafts, lot, offline, open, paste, rowOf, safe, send, state, stocked, type, typeOver } from "../stock";
import { sql } from "../staff";
import { signInAs, supplier, type Supplier } from "../suppliers";

/** Whether the long check asks: as often as the design says. */
const LONG = process.env.REELSTOCK_LONG !== undefined;

/** A column of so many numbers, one below the other, as it is pasted; and what then stands in each row. */
const numbers = (first: number, count: number) => Array.from({ length: count }, (_, at) => String(first + at));
const models = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

/** Waits until so many rows are typed over and kept on the device. */
async function onDevice(page: Page, count: number): Promise<void> {
  await expect(state(page)).toHaveText(new RegExp(`(^|\\D)${count} rows not sent`));
  await expect.poll(async () => Object.keys(await drafts(page)).length).toBe(count);
}

/** Whether the rows of some models have some texts in a column, also those that are not in sight. */
async function stand(page: Page, names: string[], column: number, texts: string[]): Promise<void> {
  const rows = await copied(page);
  expect(names.map((name) => rows.get(name)?.[column])).toEqual(texts);
}

/** How many edits of somebody's one device the server's ledger has, by how they ended; a number that is missing or doubled fails. */
function ledger(who: Supplier): Record<string, number> {
  const rows = sql(`SELECT n, outcome FROM sync_op JOIN sync_client USING (client_id) JOIN account_email USING (account_id)
    WHERE canonical = '${who.email.toLowerCase()}' ORDER BY n`).split("\n").map((row) => row.split("|"));
  expect(rows.map(([n]) => Number(n))).toEqual(rows.map((_, at) => at + 1));
  const ends: Record<string, number> = {};
  for (const [, outcome = ""] of rows) ends[outcome] = (ends[outcome] ?? 0) + 1;
  return ends;
}

test("B1: edits made without a connection arrive when it is back", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const who = await supplier(await anotherBrowser());
  await signInAs(page, who);
  const names = models("OFF", 200);
  await stocked(page, names.map((name) => lot(name)));
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
  await context.setOffline(true);
  await page.reload();
  await expect(cell(page, 0, 2)).toHaveText("OFF-0");
  const edited = names.slice(0, 50);
  for (const [at, name] of edited.slice(0, 10).entries()) await type(page, await rowOf(page, name), 3, String(1_000 + at));
  await typeOver(page, edited, 3, numbers(1_000, 50));
  await onDevice(page, 50);
  await page.close();
  const again = await context.newPage();
  await again.goto("/stock");
  await onDevice(again, 50);
  await stand(again, edited, 3, numbers(1_000, 50));
  await send(again).click();
  await expect(state(again)).toHaveText(/50 edits wait/);
  await context.setOffline(false);
  await safe(again);
  await again.reload();
  await safe(again);
  await stand(again, edited, 3, numbers(1_000, 50));
  expect(ledger(who)).toEqual({ applied: 200 + 50 });
});

test("B4: two people, different cells of one lot: both are kept and nobody is asked", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const who = await supplier(await anotherBrowser());
  const other = await anotherBrowser();
  await signInAs(page, who);
  await stocked(page, [lot("UNITS-1", "300", "A-1")]);
  await signInAs(other, who);
  await open(other);
  const there = await rowOf(other, "UNITS-1");
  await context.setOffline(true);
  await type(page, 0, 3, "301");
  await send(page).click();
  await expect(state(page)).toHaveText(/1 edit waits/);
  await type(other, there, 8, "B-2");
  await send(other).click();
  await safe(other);
  await context.setOffline(false);
  await safe(page);
  await expect(cell(page, 0, 8)).toHaveText("B-2");
  await expect(page.locator(".stock-conflict")).toHaveCount(0);
  await other.getByRole("button", { name: "Sync now" }).click();
  await expect(cell(other, there, 3)).toHaveText("301");
});

test("B5: two tabs write to one list while the one that sends is closed again and again", async ({ page, context, anotherBrowser }) => {
  const who = await supplier(await anotherBrowser());
  await signInAs(page, who);
  const [rounds, each] = [10, 20];
  const names = models("TAB", rounds * each);
  await stocked(page, names.map((name) => lot(name)));
  let first = page;
  let second = await context.newPage();
  await open(second);
  for (let round = 0; round < rounds; round += 1) {
    const texts = numbers(1_000 + round * each, each);
    for (const tab of [first, second]) {
      await typeOver(tab, names.slice(round * each, (round + 1) * each), tab === first ? 3 : 8, texts);
      await send(tab).click();
      await expect(tab.locator("[data-state=draft]")).toHaveCount(0);
    }
    // The older of the two is the one that sends.
    await first.close();
    first = second;
    second = await context.newPage();
    await open(second);
  }
  await safe(second);
  await second.reload();
  await safe(second);
  await stand(second, names, 3, numbers(1_000, rounds * each));
  await stand(second, names, 8, numbers(1_000, rounds * each));
  expect(Object.keys(ledger(who)).filter((end) => end !== "merged")).toEqual(["applied"]);
});

for (const deleter of ["this device", "the other"] as const) {
  test(`B6: one deletes what another has changed, and is asked (${deleter} deletes)`, async ({ page, watch, context, anotherBrowser }) => {
    offline(watch);
    const who = await supplier(await anotherBrowser());
    const other = await anotherBrowser();
    await signInAs(page, who);
    await stocked(page, [lot("GONE-1", "300")]);
    await signInAs(other, who);
    await open(other);
    const there = await rowOf(other, "GONE-1");
    const remove = async (page: Page, row: number) => {
      await page.locator(`.stock-row[aria-rowindex="${row + 2}"] .stock-tick input`).check();
    };
    await context.setOffline(true);
    if (deleter === "this device") await remove(page, 0);
    else await type(page, 0, 3, "301");
    await send(page).click();
    await expect(state(page)).toHaveText(/1 edit waits/);
    if (deleter === "this device") await type(other, there, 3, "302");
    else await remove(other, there);
    await send(other).click();
    await safe(other);
    await context.setOffline(false);
    const conflict = page.locator(".stock-conflict");
    await expect(conflict).toHaveCount(1);
    await expect(conflict).toContainText("deleted");
    await expect(conflict).toContainText(deleter === "this device" ? "302" : "301");
    await conflict.getByRole("button", { name: "Keep mine" }).click();
    await expect(conflict).toHaveCount(0);
    await safe(page);
    await other.getByRole("button", { name: "Sync now" }).click();
    const left = other.locator(".stock-body [data-at$=':2']", { hasText: "GONE-1" });
    await expect(left).toHaveCount(deleter === "this device" ? 0 : 1);
  });
}

test("B7: what a browser has kept is there after it was killed", async ({ baseURL, anotherBrowser }) => {
  const rounds = LONG ? 200 : 10;
  if (LONG) test.setTimeout(rounds * 30_000);
  const who = await supplier(await anotherBrowser());
  const profile = mkdtempSync(join(tmpdir(), "reelstock-profile-"));
  const opened = async () => {
    const context = await chromium.launchPersistentContext(profile, { baseURL: baseURL ?? "", locale: "en-GB" });
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  };
  try {
    let { context, page } = await opened();
    await signInAs(page, who);
    const names = models("KILL", 40);
    await stocked(page, names.map((name) => lot(name)));
    for (let round = 1; round <= rounds; round += 1) {
      const texts = numbers(1_000 * round, names.length);
      await typeOver(page, names, 3, texts);
      await onDevice(page, names.length);
      const gone = new Promise((resolve) => context.once("close", resolve));
      execFileSync("pkill", ["-KILL", "-f", profile]);
      await gone;
      ({ context, page } = await opened());
      // A session that was not to last is over with its browser.
      await signInAs(page, who);
      await open(page);
      await onDevice(page, names.length);
      await stand(page, names, 3, texts);
    }
    await send(page).click();
    await safe(page);
    await context.close();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});

test("B10: who comes after somebody else sees nothing of theirs, and sends nothing of theirs", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  watch.tolerate(/401/, "the session is gone");
  const box = await anotherBrowser();
  const [first, second] = [await supplier(box), await supplier(box)];
  await signInAs(page, first);
  await stocked(page, [lot("FIRST-1", "300")]);
  await context.setOffline(true);
  await type(page, 0, 3, "301");
  await send(page).click();
  await expect(state(page)).toHaveText(/1 edit waits/);
  await context.clearCookies();
  await context.setOffline(false);
  await page.goto("/sign-in");
  await signInAs(page, second);
  await open(page);
  await expect(page.getByText("There is no stock yet.")).toBeVisible();
  await expect(page.getByText("FIRST-1")).toHaveCount(0);
  await safe(page);
  // Whoever comes back finds it waiting, and it goes.
  await context.clearCookies();
  await signInAs(page, first);
  await open(page);
  await safe(page);
  await expect(cell(page, await rowOf(page, "FIRST-1"), 3)).toHaveText("301");
});

test("B10: without a connection too, whoever comes after somebody else sees nothing of theirs", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const box = await anotherBrowser();
  const [first, second] = [await supplier(box), await supplier(box)];
  await signInAs(page, first);
  await stocked(page, [lot("FIRST-2", "300")]);
  await context.clearCookies();
  // The second one has not been at their own stock yet.
  await signInAs(page, second);
  await context.setOffline(true);
  await page.goto("/stock");
  await expect(page.getByRole("main")).toContainText("there is no copy of your stock on this device yet");
  await expect(page.getByText("FIRST-2")).toHaveCount(0);
  await context.setOffline(false);
  await context.clearCookies();
  await signInAs(page, first);
  await context.setOffline(true);
  await page.goto("/stock");
  await expect(cell(page, 0, 2)).toHaveText("FIRST-2");
});

test("B13: a session that has ended loses nothing", async ({ page, watch, context, anotherBrowser }) => {
  watch.tolerate(/401/, "the session is gone");
  const who = await supplier(await anotherBrowser());
  await signInAs(page, who);
  await stocked(page, [lot("ENDED-1", "300")]);
  await type(page, 0, 3, "301");
  await context.clearCookies();
  await send(page).click();
  const notice = page.getByRole("alert").filter({ hasText: "Your session has expired" });
  await expect(notice).toBeVisible();
  await axe(page);
  await notice.getByRole("link", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInAs(page, who);
  await open(page);
  await safe(page);
  await expect(cell(page, await rowOf(page, "ENDED-1"), 3)).toHaveText("301");
});

test("B16: a line that comes and goes delivers everything", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const who = await supplier(await anotherBrowser());
  await signInAs(page, who);
  const names = models("FLAP", 15);
  await stocked(page, names.map((name) => lot(name)));
  // Every 300 ms the line goes or comes, whatever is being typed or sent.
  const changes = LONG ? 100 : 30;
  let changed = 0;
  const flapping = setInterval(() => {
    if (changed < changes) void context.setOffline(++changed % 2 === 1).catch(() => undefined);
  }, 300);
  let edits = 0;
  try {
    while (changed < changes || edits < 2 * names.length) {
      await type(page, edits % names.length, 3, String(2_000 + edits));
      await send(page).click();
      edits += 1;
    }
  } finally {
    clearInterval(flapping);
  }
  await context.setOffline(false);
  await safe(page);
  await page.reload();
  await safe(page);
  const last = names.map((_, at) => String(2_000 + at + Math.floor((edits - 1 - at) / names.length) * names.length));
  await stand(page, names, 3, last);
  expect(Object.keys(ledger(who)).filter((end) => end !== "merged")).toEqual(["applied"]);
});

test("B3: two people, one cell: both values, the other's name, and a choice", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const who = await supplier(await anotherBrowser());
  const other = await anotherBrowser();
  await signInAs(page, who);
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, lot("BOTH-1") + "\n" + lot("BOTH-2"));
  await send(page).click();
  await safe(page);
  await signInAs(other, who);
  await open(other);
  await expect(cell(other, 1, 2)).toHaveText("BOTH-2");

  await context.setOffline(true);
  for (const row of [0, 1]) await type(page, row, 3, "111");
  await send(page).click();
  await expect(state(page)).toHaveText(/2 edits wait/);
  for (const row of [0, 1]) await type(other, row, 3, "222");
  await send(other).click();
  await safe(other);
  await context.setOffline(false);

  const conflict = page.locator(".stock-conflict");
  await expect(conflict).toHaveCount(2);
  await expect(conflict.first()).toContainText("111");
  await expect(conflict.first()).toContainText("222");
  await expect(conflict.first()).toContainText("300");
  await expect(conflict.first()).toContainText(who.name);
  await axe(page);
  await conflict.first().getByRole("button", { name: "Keep mine" }).click();
  await expect(conflict).toHaveCount(1);
  await conflict.first().getByRole("button", { name: "Keep theirs" }).click();
  await expect(conflict).toHaveCount(0);
  await safe(page);
  const left = [await cell(page, 0, 3).textContent(), await cell(page, 1, 3).textContent()];
  expect(left.sort()).toEqual(["111", "222"]);
});

/** The columns in which two people write into one lot: each cell of one unit against itself, and cells of the identity against each other. */
const PAIRS = [[0, 0], [1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [6, 6], [7, 7], [8, 8], [0, 2], [2, 4], [7, 1]] as const;
const MINE = ["MINE", "Mine", "MINE-MODEL", "111", "Tray", "ROHS", "2021", "Germany", "mine"];
const THEIRS = ["THEIRS", "Theirs", "THEIR-MODEL", "222", "Tube", "Non-ROHS", "2022", "Taiwan", "theirs"];

test("S02: in whichever cells of a unit two people write, both values stand there with author and time", async ({ page, watch, context, anotherBrowser }) => {
  test.slow();
  offline(watch);
  const [box, other] = [await anotherBrowser(), await anotherBrowser()];
  const who = await supplier(box);
  await signInAs(page, who);
  const names = models("PAIR", PAIRS.length);
  await stocked(page, names.map((name) => lot(name)));
  await signInAs(other, who);
  await open(other);
  await expect(cell(other, PAIRS.length - 1, 2)).toHaveText(/^PAIR-/);
  const written = async (page: Page, side: 0 | 1, words: string[]) => {
    const rows = await copied(page);
    for (const [at, name] of names.entries()) {
      const [cells, column] = [rows.get(name), PAIRS[at]?.[side] ?? 0];
      if (cells) cells[column] = column === 2 ? `${words[column]}-${at}` : (words[column] ?? "");
    }
    await paste(page, [...rows.values()].map((cells) => cells.join("\t")).join("\n"));
    await send(page).click();
  };
  await context.setOffline(true);
  await written(page, 0, MINE);
  await expect(state(page)).toHaveText(/12 edits wait/);
  await written(other, 1, THEIRS);
  await safe(other);
  await context.setOffline(false);

  const conflict = page.locator(".stock-conflict");
  await expect(conflict).toHaveCount(PAIRS.length);
  for (const [mine, theirs] of PAIRS) {
    const one = conflict.filter({ hasText: MINE[mine] ?? "" }).filter({ hasText: THEIRS[theirs] ?? "" }).first();
    await expect(one).toContainText(who.name);
    await expect(one).toContainText(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
  }
  await expect(page.locator(".stock-row[data-state=wait]"), "a badge in each row").toHaveCount(PAIRS.length);
});

test.describe("on a bad line", () => {
  // What a worker has seen first, a test cannot cut.
  test.use({ serviceWorkers: "block" });

  test("B2: replies that are lost double nothing", async ({ page, watch, anotherBrowser }) => {
    watch.tolerate(/ERR_FAILED|Failed to load resource/, "the reply is cut");
    const who = await supplier(await anotherBrowser());
    await signInAs(page, who);
    await open(page);
    let pushes = 0;
    await page.route("**/api/sync/v1/push", async (route) => {
      pushes += 1;
      if (pushes % 2 === 1) {
        await route.fetch();
        await route.abort();
      } else {
        await route.continue();
      }
    });
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const rows = Array.from({ length: 100 }, (_, at) => lot(`CUT-${at}`));
    await paste(page, rows.join("\n"));
    await send(page).click();
    await safe(page);
    expect(pushes).toBeGreaterThan(1);
    await page.reload();
    await safe(page);
    await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "101");
    expect(ledger(who)).toEqual({ applied: 100 });
  });

  test("B15: a hotel's page instead of an answer is no answer", async ({ page, anotherBrowser }) => {
    await signInAs(page, await supplier(await anotherBrowser()));
    await stocked(page, [lot("HOTEL-1", "300")]);
    await page.route("**/api/sync/v1/push", (route) => route.fulfill({ contentType: "text/html", body: "<h1>Welcome</h1>" }));
    await type(page, 0, 3, "301");
    await send(page).click();
    await expect(state(page)).toHaveText(/1 edit waits/);
    await expect(state(page)).toHaveText(/Offline/);
    await page.unroute("**/api/sync/v1/push");
    await page.getByRole("button", { name: "Sync now" }).click();
    await safe(page);
    await page.reload();
    await safe(page);
    await expect(cell(page, 0, 3)).toHaveText("301");
  });
});
