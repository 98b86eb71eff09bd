// What may happen to a device under the stock that it keeps: no room, a newer program, a cleared store, another person's edits. The
// scenarios B8, B11, B12, B14 and B15 of the design of offline editing, and sending as one types.

import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";

import { axe, expect, test } from "../fixtures";
import { hotel, line } from "../line";
import { cell, drafts, lot, offline, open, paste, rowOf, safe, send, state, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

const alarm = (page: Page, words: string | RegExp) => page.locator(".stock-alarms .notice").filter({ hasText: words });

test("B8: what finds no room is marked as not saved, and can be saved or taken along", async ({ page, anotherBrowser }) => {
  test.slow();
  await signInAs(page, await supplier(await anotherBrowser()));
  const rows = Array.from({ length: 8 }, (_, at) => lot(`ROOM-${at}`));
  await stocked(page, rows);
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  // Until the browser says no; it looks at its quota twice a minute.
  const full = alarm(page, "NOT SAVED");
  const shown: Record<string, string> = {};
  let [last, model, remark] = [0, "", ""];
  await expect(async () => {
    last = (last + 1) % rows.length;
    model = (await cell(page, last, 2).textContent()) ?? "";
    remark = `${model} ${Date.now()}`;
    await type(page, last, 8, remark);
    const state = page.locator(".stock-safety").nth(last);
    await expect(state).toHaveText(/On device|NOT SAVED/);
    if ((await state.textContent()) === "On device") shown[model] = remark;
    expect(await full.isVisible()).toBe(true);
  }).toPass({ intervals: [200], timeout: 90_000 });
  await axe(page);
  expect(await drafts(page), "the device has what is shown to be on it, and no more").toEqual(shown);
  expect(shown[model]).not.toBe(remark);
  // Nothing more is taken: it would be lost.
  await cell(page, last, 3).click();
  await page.keyboard.type("999");
  await page.keyboard.press("Enter");
  await expect(cell(page, last, 3)).toHaveText("300");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    full.getByRole("button", { name: "Download unsent edits (CSV)" }).click(),
  ]);
  const text = readFileSync(await file.path(), "utf8");
  expect(text, "also what could not be saved").toContain(remark);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await full.getByRole("button", { name: "Try again" }).click();
  await expect(full).toHaveCount(0);
  await expect(page.locator(".stock-safety").nth(last)).toHaveText("On device");
  expect(await drafts(page)).toHaveProperty(model, remark);
  await send(page).click();
  await safe(page);
});

test("B12: a newer program in another tab has the store at once, and the old page says so", async ({ page, context, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("OLD-1"), lot("OLD-2")]);
  const newer = await context.newPage();
  await newer.goto("/terms");
  const opened = await newer.evaluate(async () => {
    const [known] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("inv-"));
    return await new Promise<string>((fulfil) => {
      const request = indexedDB.open(known?.name ?? "", (known?.version ?? 0) + 1);
      const limit = setTimeout(() => fulfil("blocked for a second"), 1_000);
      request.onsuccess = () => {
        clearTimeout(limit);
        request.result.close();
        fulfil("opened");
      };
    });
  });
  expect(opened).toBe("opened");
  const closed = alarm(page, "was closed");
  await expect(closed).toBeVisible();
  await expect(closed.getByRole("button", { name: "Load this page again" })).toBeVisible();
  await axe(page);
  await type(page, 0, 3, "999");
  await expect(cell(page, 0, 3)).toHaveText("300");

  // Whoever logs out there is asked, for nobody can tell what would be lost; and comes to an end of it.
  const leave = async () => {
    await page.locator("summary:has(.account-name)").click();
    await page.locator("header form[action='/sign-out'] button").click();
  };
  await leave();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("The copy on this device cannot be read");
  await axe(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    question.getByRole("button", { name: "Download unsent edits (CSV)" }).click(),
  ]);
  expect(readFileSync(await file.path(), "utf8")).toContain("State");
  await expect(question, "a file without what the device keeps lets nothing go").toContainText("The copy on this device cannot be read");
  await question.getByRole("button", { name: "Stay logged in" }).click();
  await expect(question).toHaveCount(0);
  await page.evaluate(() => (location.hash = "#sign-out"));
  await question.getByRole("button", { name: "Discard the edits and log out" }).click();
  // A store that does not go at once is told about, and the session has ended all the same.
  await page.evaluate(() => {
    const remove = IDBFactory.prototype.deleteDatabase;
    IDBFactory.prototype.deleteDatabase = () => {
      IDBFactory.prototype.deleteDatabase = remove;
      throw new DOMException("not now", "UnknownError");
    };
  });
  const ended = page.waitForResponse((response) => response.url().endsWith("/sign-out"));
  await question.getByRole("button", { name: "Discard for good and log out" }).click();
  await expect(question).toContainText("The copy of your stock is still on this device");
  await ended;
  await axe(page);
  await question.getByRole("button", { name: "Try again" }).click();
  await expect(page).toHaveURL("/");
  await page.goto("/stock");
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test("B14: a cleared store is told about, and fetched again", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("CLEAR-1"), lot("CLEAR-2"), lot("CLEAR-3")]);
  await page.goto("/");
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", {
    origin: new URL(page.url()).origin,
    storageTypes: "indexeddb,local_storage,cache_storage,service_workers",
  });
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await open(page);
  await safe(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "4");
  const removed = alarm(page, "had been removed");
  await expect(removed).toBeVisible();
  await axe(page);
  await removed.getByRole("button", { name: "Close" }).click();
  await expect(removed).toHaveCount(0);
  await page.reload();
  await safe(page);
  await expect(removed, "it is told once").toHaveCount(0);
});

test("edits of another account on this device are counted and not shown", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const box = await anotherBrowser();
  const [first, second] = [await supplier(box), await supplier(box)];
  await signInAs(page, first);
  await stocked(page, [lot("MINE-1", "300"), lot("MINE-2")]);
  await context.setOffline(true);
  await type(page, 0, 3, "301");
  await send(page).click();
  await expect(state(page)).toHaveText(/1 edit waits/);
  await context.clearCookies({ name: "__Host-sid" });
  await context.setOffline(false);
  await signInAs(page, second);
  await open(page);
  await expect(page.getByText("Edits of another account that wait on this device: 1.")).toBeVisible();
  await expect(page.getByText("MINE-1")).toHaveCount(0);
  await axe(page);
});

test("whoever sends as they type presses Send for deletions only", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("TYPED-1"), lot("TYPED-2")]);
  const chosen = page.getByRole("checkbox", { name: "Send as I type" });
  await chosen.check();
  const at = await rowOf(page, "TYPED-1");
  await type(page, at, 3, "301");
  await safe(page);
  // Red, and a question that nobody has answered: both wait.
  await type(page, at, 3, "x");
  await expect(state(page)).toHaveText(/1 row not sent/);
  await type(page, at, 3, "302");
  await safe(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, lot("TYPED-2", "7"));
  await expect(state(page)).toHaveText(/2 rows not sent/);
  await page.locator(`.stock-row[aria-rowindex="${at + 2}"] input[type=checkbox]`).check();
  await expect(state(page)).toHaveText(/3 rows not sent/);
  await page.reload();
  await expect(chosen, "the browser remembers it").toBeChecked();
  await expect(state(page)).toHaveText(/2 rows not sent/);
  await send(page).click();
  await page.getByRole("button", { name: "Add to its quantity" }).click();
  await safe(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await expect(cell(page, await rowOf(page, "TYPED-2"), 3)).toHaveText("307");
});

test("pressing Send twice sends each row once", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const rows = Array.from({ length: 40 }, (_, at) => lot(`TWICE-${at}`));
  await paste(page, rows.join("\n"));
  // Both within one turn of the page: before the first can have come to an end.
  await send(page).evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await safe(page);
  await expect(state(page)).not.toHaveText(/refused/);
  await page.reload();
  await safe(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(rows.length + 1));
});

test("a red cell in a hidden column is shown before it is looked for", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("HIDE-1"), lot("HIDE-2")]);
  await type(page, 0, 3, "x");
  await page.locator("summary", { hasText: "Columns" }).click();
  const quantity = page.getByRole("checkbox", { name: "Quantity", exact: true });
  await quantity.uncheck();
  await expect(page.getByRole("columnheader", { name: "Quantity" })).toHaveCount(0);
  await page.locator("summary", { hasText: "Columns" }).click();
  await send(page).click();
  await page.getByRole("button", { name: "Show these rows" }).click();
  await expect(page.getByRole("columnheader", { name: "Quantity" })).toBeVisible();
  await expect(cell(page, 0, 3)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
});

test("packing styles and RoHS grades are offered while they are typed", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("OFFER-1"), lot("OFFER-2")]);
  const field = page.locator("#stock-field");
  const offered = async () => {
    const list = (await field.getAttribute("list")) ?? "none";
    return await page.locator(`#${list} option`).evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  };
  await cell(page, 0, 4).click();
  expect(await offered()).toEqual([]);
  await page.keyboard.press("F2");
  expect(await offered()).toContain("Tray");
  await page.keyboard.press("Escape");
  await cell(page, 0, 5).click();
  await page.keyboard.type("R");
  expect(await offered()).toContain("ROHS2");
});

test("B15: a hotel's page in place of every page is not taken for the market's, nor kept", async ({ watch, baseURL, anotherBrowser }) => {
  offline(watch);
  watch.tolerate(/MIME type/, "what the hotel answers instead of the worker");
  let isThere = false;
  const inn = await hotel(baseURL ?? "", () => isThere);
  const page = await anotherBrowser({ baseURL: inn.address });
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("HOTEL-1", "300"), lot("HOTEL-2")]);
  await page.evaluate(async () => await navigator.serviceWorker.ready);
  await type(page, 0, 8, "typed before");
  await expect.poll(async () => Object.values(await drafts(page))).toEqual(["typed before"]);
  isThere = true;
  const stands = async () => {
    await page.goto("/stock");
    await expect(cell(page, 0, 8)).toHaveText(/^typed before/);
    await expect(state(page)).toHaveText(/Offline/);
  };
  await stands();
  await page.context().setOffline(true);
  await stands();
  await page.context().setOffline(false);
  isThere = false;
  await open(page);
  await send(page).click();
  await safe(page);
  await inn.close();
});

test.describe("B11: a newer program", () => {
  test("is offered, and what waits is delivered by it", async ({ watch, baseURL, anotherBrowser }) => {
    test.slow();
    offline(watch);
    // The worker of the next build: other files, and this page's are not among them.
    let own = "";
    const bent = await line(baseURL ?? "", "/sw.js", (script) =>
      own === "" ? script : script.replace(`"${own}",`, "").replace('"shell-', '"shell-next-'),
    );
    const page = await anotherBrowser({ baseURL: bent.address });
    await signInAs(page, await supplier(await anotherBrowser()));
    const rows = Array.from({ length: 20 }, (_, at) => lot(`NEWER-${at}`));
    await stocked(page, rows);
    await page.evaluate(async () => await navigator.serviceWorker.ready);
    await page.reload();
    await safe(page);
    await page.context().setOffline(true);
    for (const [at] of rows.entries()) await type(page, at, 3, String(500 + at));
    await send(page).click();
    await expect(state(page)).toHaveText(/20 edits wait/);
    own = (await page.locator("link[rel=modulepreload]").first().getAttribute("href")) ?? "";
    expect(own).toMatch(/^\/pkg\/reelstock\..*\.js$/);
    await page.context().setOffline(false);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    const newer = alarm(page, "There is a new version of this page.");
    await expect(newer).toBeVisible();
    await axe(page);
    await newer.getByRole("button", { name: "Load it now" }).click();
    await expect(newer).toHaveCount(0);
    await safe(page);
    for (const [at] of rows.entries()) {
      await expect(cell(page, await rowOf(page, `NEWER-${at}`), 3)).toHaveText(String(500 + at));
    }
    await expect(newer).toHaveCount(0);
    await bent.close();
  });

  test("and no worker at all, where it is switched off", async ({ watch, baseURL, anotherBrowser }) => {
    offline(watch);
    const gone = readFileSync(new URL("../../server/src/front_door/offline/gone.js", import.meta.url), "utf8");
    let off = false;
    const bent = await line(baseURL ?? "", "/sw.js", (script) => (off ? gone : script));
    const page = await anotherBrowser({ baseURL: bent.address });
    await signInAs(page, await supplier(await anotherBrowser()));
    await stocked(page, [lot("OFF-1", "300")]);
    await page.evaluate(async () => await navigator.serviceWorker.ready);
    expect((await page.evaluate(async () => await caches.keys())).length).toBe(1);
    await type(page, 0, 3, "301");
    off = true;
    await page.evaluate(async () => await (await navigator.serviceWorker.getRegistration())?.update());
    await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    expect(await page.evaluate(async () => await caches.keys())).toEqual([]);
    // What was typed is not the worker's.
    await page.reload();
    await expect(cell(page, await rowOf(page, "OFF-1"), 3)).toHaveText(/^301/);
    await send(page).click();
    await safe(page);
    await bent.close();
  });

  test.describe("that has to be", () => {
    // What a worker has seen first, a test cannot answer.
    test.use({ serviceWorkers: "block" });

    test("is loaded by itself", async ({ page, watch, anotherBrowser }) => {
      watch.tolerate(/409/, "the market asks for a newer program");
      await signInAs(page, await supplier(await anotherBrowser()));
      await stocked(page, [lot("FORM-1", "300"), lot("FORM-2")]);
      let asked = 0;
      await page.route("**/api/sync/v1/push", async (route) => {
        asked += 1;
        await route.fulfill({ status: 409, contentType: "application/json", body: '{"code":"upgrade_required","oldest":99}' });
      }, { times: 1 });
      const loaded = page.waitForEvent("load");
      await type(page, await rowOf(page, "FORM-1"), 3, "301");
      await send(page).click();
      await loaded;
      await safe(page);
      expect(asked).toBe(1);
      await expect(cell(page, await rowOf(page, "FORM-1"), 3)).toHaveText("301");
    });
  });
});
