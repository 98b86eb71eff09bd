// Conflicts that nobody has settled, on the page of the company's administrators: kept, put in place, and what the device that was asked
// makes of it afterwards; and what it makes of an edit that was refused. The page is plain forms; only what leads to a conflict needs scripts.

import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";

import { axe, expect, test } from "../fixtures";
import { PASSWORD } from "../people";
import { cell, lot, offline, open, rowOf, safe, send, state, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

const PAGE = "/stock/conflicts";
const conflict = (page: Page, model: string) => page.locator(".stock-conflict", { has: page.getByRole("table", { name: `Conflict: ${model}` }) });
const status = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

test("@plain without conflicts the page says so, and is found from the import", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await page.goto("/stock/import");
  await page.getByRole("link", { name: "Unsettled conflicts" }).click();
  await expect(page).toHaveURL(PAGE);
  await expect(page).toHaveTitle("Conflicts that nobody has settled – Reelstock");
  await expect(page.getByText("There is nothing to decide.")).toBeVisible();
  await axe(page);
});

test("@plain whoever is not signed in is led to the sign-in and back", async ({ page, anotherBrowser }) => {
  const who = await supplier(await anotherBrowser());
  await page.goto(PAGE);
  await expect(page).toHaveURL("/sign-in?next=%2Fstock%2Fconflicts");
  await page.locator("#account_type-supplier").check();
  await page.locator("#login").fill(who.email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page).toHaveURL(PAGE);
});

test("an administrator settles what a device was asked, and the device goes on", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  watch.tolerate(/409/, "the answer's own status");
  const who = await supplier(await anotherBrowser());
  const other = await anotherBrowser();
  await signInAs(page, who);
  await stocked(page, [lot("KEEP-1"), lot("PUT-2"), lot("LATE-3")]);
  await signInAs(other, who);
  await open(other);

  const models = ["KEEP-1", "PUT-2", "LATE-3"];
  await context.setOffline(true);
  for (const model of models) await type(page, await rowOf(page, model), 3, "111");
  await send(page).click();
  await expect(state(page)).toHaveText(/3 edits wait/);
  for (const model of models) await type(other, await rowOf(other, model), 3, "222");
  await send(other).click();
  await safe(other);
  await context.setOffline(false);
  await expect(page.locator(".stock-conflict")).toHaveCount(3);

  // From the page of the stock, in another browser.
  await other.getByRole("link", { name: "Unsettled conflicts" }).click();
  await expect(other).toHaveURL(PAGE);
  await expect(other.getByRole("heading", { name: "Conflicts that wait: 3" })).toBeVisible();
  const kept = conflict(other, "KEEP-1");
  for (const text of ["The other value", "111", "Now on the server", "222", "Before", "300", who.name]) await expect(kept).toContainText(text);
  await axe(other);

  await kept.getByRole("button", { name: "Keep what is on the server" }).click();
  await expect(status(other, "The lot stays as it is on the server.")).toBeVisible();
  await expect(kept).toHaveCount(0);
  await axe(other);
  await conflict(other, "PUT-2").getByRole("button", { name: "Put the other value in place" }).click();
  await expect(status(other, "The other value is in place.")).toBeVisible();

  // A lot that changes while the page is open is shown anew, and nothing is done.
  const tab = await other.context().newPage();
  await open(tab);
  await type(tab, await rowOf(tab, "LATE-3"), 8, "B-9");
  await send(tab).click();
  await safe(tab);
  await tab.close();
  await conflict(other, "LATE-3").getByRole("button", { name: "Put the other value in place" }).click();
  await expect(other.getByRole("alert")).toContainText("The lot has changed since this page was written");
  await axe(other);
  await conflict(other, "LATE-3").getByRole("button", { name: "Put the other value in place" }).click();
  await expect(other.getByText("There is nothing to decide.")).toBeVisible();

  // The device asks no more, and says once by whom it was settled, and how.
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.locator(".stock-conflict")).toHaveCount(0);
  const told = status(page, "Settled by an administrator of your company");
  await expect(told.getByRole("listitem")).toHaveCount(3);
  await expect(told.getByRole("listitem").filter({ hasText: "KEEP-1" })).toContainText("Quantity 222 (yours: 111)");
  await expect(told.getByRole("listitem").filter({ hasText: "PUT-2" })).toContainText(new RegExp(`${who.name}.*Quantity 111$`));
  await axe(page);
  await page.reload();
  await expect(told.getByRole("listitem")).toHaveCount(3);
  await told.getByRole("button", { name: "Take note" }).click();
  await expect(told).toHaveCount(0);
  await page.reload();
  await safe(page);
  await expect(told).toHaveCount(0);
  for (const [model, quantity] of [["KEEP-1", "222"], ["PUT-2", "111"], ["LATE-3", "111"]] as const) {
    await expect(cell(page, await rowOf(page, model), 3)).toHaveText(quantity);
  }
  await other.reload();
  await expect(other.getByText("There is nothing to decide.")).toBeVisible();
});

/** So many lots that one browser makes 111 without a connection while another makes them 222, and back to the connection. */
async function clash(page: Page, other: Page, models: string[]): Promise<void> {
  await page.context().setOffline(true);
  for (const model of models) await type(page, await rowOf(page, model), 3, "111");
  await send(page).click();
  await expect(state(page)).toHaveText(new RegExp(`${models.length} edits wait`));
  for (const model of models) await type(other, await rowOf(other, model), 3, "222");
  await send(other).click();
  await safe(other);
  await page.context().setOffline(false);
  await expect(page.locator(".stock-conflict")).toHaveCount(models.length);
}

test("conflicts with one person are decided at once, and what has changed meanwhile is left", async ({ page, watch, anotherBrowser }) => {
  offline(watch);
  watch.tolerate(/409/, "the answer's own status");
  const who = await supplier(await anotherBrowser());
  const other = await anotherBrowser();
  await signInAs(page, who);
  const models = ["ALL-1", "ALL-2", "ALL-3", "ALL-4"];
  await stocked(page, models.map((model) => lot(model)));
  await signInAs(other, who);
  await open(other);
  await clash(page, other, models);

  const group = page.getByRole("group", { name: `4 conflicts with ${who.name}` });
  await axe(page);
  const mine = group.getByRole("button", { name: "Keep all mine" });
  await mine.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: "Keep all mine" });
  await expect(dialog).toContainText(`Conflicts with ${who.name}: 4. Your values go to the server and overwrite what stands there now.`);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await axe(page);
  // Escape puts it away, nothing is done, and the keyboard is where it was.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(mine).toBeFocused();
  await expect(page.locator(".stock-conflict")).toHaveCount(4);

  // One lot changes while the question stands, and this browser has heard of it: that one is not overwritten.
  await mine.click();
  await type(other, await rowOf(other, "ALL-3"), 3, "333");
  await send(other).click();
  await safe(other);
  await expect(conflict(page, "ALL-3")).toContainText("333", { timeout: 30_000 });
  await dialog.getByRole("button", { name: "Keep all mine" }).click();
  const done = status(page, "Conflicts decided: 3 of 4.");
  await expect(done).toContainText("Left, because the lot has changed meanwhile: 1.");
  await expect(done).toBeFocused();
  await axe(page);
  await done.getByRole("button", { name: "Close" }).click();
  await expect(done).toHaveCount(0);
  await expect(page.locator(".stock-conflict")).toHaveCount(1);
  await conflict(page, "ALL-3").getByRole("button", { name: "Keep theirs" }).click();
  await safe(page);
  for (const [model, quantity] of [["ALL-1", "111"], ["ALL-2", "111"], ["ALL-3", "333"], ["ALL-4", "111"]] as const) {
    await expect(cell(page, await rowOf(page, model), 3)).toHaveText(quantity);
  }
});

test("on a telephone all theirs are kept, and numbers stand in one piece", async ({ page, watch, anotherBrowser }) => {
  offline(watch);
  watch.tolerate(/409/, "the answer's own status");
  const who = await supplier(await anotherBrowser());
  const other = await anotherBrowser();
  await signInAs(page, who);
  const models = ["PHONE-1", "PHONE-2"];
  await stocked(page, models.map((model) => lot(model, "999999999")));
  await signInAs(other, who);
  await open(other);
  await page.context().setOffline(true);
  for (const model of models) await type(page, await rowOf(page, model), 3, "888888888");
  await send(page).click();
  await expect(state(page)).toHaveText(/2 edits wait/);
  for (const model of models) await type(other, await rowOf(other, model), 3, "777777777");
  await send(other).click();
  await safe(other);
  await page.context().setOffline(false);
  await expect(page.locator(".stock-conflict")).toHaveCount(2);

  await page.setViewportSize({ width: 390, height: 844 });
  const mine = page.locator(".stock-conflict .stock-mine").first();
  await expect(mine).toHaveText("888888888");
  const lines = await mine.evaluate((cell) => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return new Set([...text.getClientRects()].map((box) => box.top)).size;
  });
  expect(lines).toBe(1);
  const boxes = await page.locator(".stock-conflict").evaluateAll((all) => all.map((box) => box.scrollWidth - box.clientWidth));
  expect(boxes).toEqual([0, 0]);
  await axe(page);

  await page.getByRole("group", { name: `2 conflicts with ${who.name}` }).getByRole("button", { name: "Keep all theirs" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("What stands on the server stays, and your values are given up.");
  await axe(page);
  await dialog.getByRole("button", { name: "Keep all theirs" }).click();
  await expect(status(page, "Conflicts decided: 2 of 2.")).toBeFocused();
  await expect(page.locator(".stock-conflict")).toHaveCount(0);
  await safe(page);
  await axe(page);
});

test.describe("a refused edit", () => {
  // What a worker has seen first, a test cannot answer.
  test.use({ serviceWorkers: "block" });

  test("of a lot that is long gone shows what was typed, and is put back or taken along", async ({ page, anotherBrowser }) => {
    await signInAs(page, await supplier(await anotherBrowser()));
    await stocked(page, [lot("LOST-1"), lot("LOST-2")]);
    // As of a market in which both lots were deleted so long ago that their tombstones are forgotten.
    let isGone = false;
    await page.route("**/api/sync/v1/push", async (route) => {
      const response = await route.fetch();
      const pushed = (await response.json()) as { results: { n: number }[] };
      isGone = true;
      const results = pushed.results.map(({ n }) => ({ n, outcome: "refused", why: { code: "unknown_id" } }));
      await route.fulfill({ response, json: { ...pushed, results, rows: [] } });
    });
    await page.route("**/api/sync/v1/changes?*", async (route) => {
      const response = await route.fetch();
      const changes = (await response.json()) as object;
      const forgotten = isGone ? { rows: [], more: false, reset: true } : {};
      await route.fulfill({ response, json: { ...changes, ...forgotten } });
    });
    await type(page, await rowOf(page, "LOST-1"), 3, "999");
    await type(page, await rowOf(page, "LOST-2"), 2, "FOUND-2");
    await send(page).click();
    const refused = page.locator(".stock-conflicts article");
    await expect(refused).toHaveCount(2);
    await expect(page.getByText("There is no stock yet.")).toBeVisible();
    const back = page.getByRole("button", { name: "Put it back into the table" });
    await expect(back, "also where Undo still knows the line").toHaveCount(1);
    await page.reload();
    await expect(page.getByText("There is no stock yet.")).toBeVisible();

    const quantity = refused.filter({ hasText: "Quantity: 999 (before: 300)" });
    await expect(quantity).toContainText("An edit was refused. The lot is not there any more.");
    const part = refused.filter({ hasText: "Model: FOUND-2 (before: LOST-2)" });
    await expect(part).toContainText("FOUND-2 was refused. The lot is not there any more.");
    await axe(page);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".stock-conflicts").getByRole("button", { name: "Download unsent edits (CSV)" }).click(),
    ]);
    const text = readFileSync(await file.path(), "utf8");
    for (const typed of ["999", "FOUND-2"]) expect(text).toContain(typed);

    // An edit that says which part it is becomes a row of its own; a quantity alone is of nothing.
    await expect(quantity.getByRole("button", { name: "Put it back into the table" })).toHaveCount(0);
    await part.getByRole("button", { name: "Put it back into the table" }).click();
    await expect(refused).toHaveCount(1);
    await expect(cell(page, 0, 2)).toHaveText("FOUND-2");
    await expect(state(page)).toHaveText(/1 row not sent/);
    await quantity.getByRole("button", { name: "Take note" }).click();
    await expect(page.locator(".stock-conflicts")).toHaveCount(0);
  });
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain the page speaks Japanese", async ({ page, anotherBrowser }) => {
    await signInAs(page, await supplier(await anotherBrowser()));
    await page.goto(PAGE);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("未解決の競合");
    await axe(page);
  });
});
