// Browsers that keep nothing on the device: the stock is edited as long as there is a connection, and nothing goes without a word.

import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";

import { axe, expect, test } from "../fixtures";
import { cell, lot, offline, open, paste, rowOf, safe, send, state, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

const notice = (page: Page, words: string | RegExp) => page.locator(".stock-alarms .notice").filter({ hasText: words });

/** Takes the database away, as a private window of some browsers does. */
const without = async (page: Page, how: "missing" | "refusing") => {
  await page.addInitScript((how) => {
    if (how === "missing") {
      Object.defineProperty(window, "indexedDB", { value: undefined });
      return;
    }
    IDBFactory.prototype.open = () => {
      throw new DOMException("The user denied permission to access the database.", "InvalidStateError");
    };
  }, how);
};

for (const how of ["missing", "refusing"] as const) {
  test(`a store that is ${how}: what is typed is sent, another device's edits arrive, and it says that nothing is kept`, async ({ page, anotherBrowser }) => {
    test.slow();
    await without(page, how);
    const who = await supplier(await anotherBrowser());
    await signInAs(page, who);
    await open(page);
    await expect(notice(page, "This browser keeps nothing on the device")).toBeVisible();
    await axe(page);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await paste(page, [lot("FLEET-1"), lot("FLEET-2")].join("\n"));
    await expect(page.locator(".stock-safety").first()).toHaveText("On this page only");
    await send(page).click();
    await safe(page);

    const other = await anotherBrowser();
    await signInAs(other, who);
    await open(other);
    await safe(other);
    await type(other, await rowOf(other, "FLEET-1"), 3, "77");
    await send(other).click();
    await safe(other);
    await page.getByRole("button", { name: "Sync now" }).click();
    await expect(cell(page, await rowOf(page, "FLEET-1"), 3)).toHaveText("77");
    await expect(cell(page, await rowOf(page, "FLEET-2"), 3)).toHaveText("300");
  });
}

test("without room on the device, the stock is edited all the same", async ({ page, anotherBrowser }) => {
  await page.addInitScript(() => {
    StorageManager.prototype.estimate = async () => await Promise.resolve({ quota: 1_000_000, usage: 0 });
  });
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await expect(notice(page, "too little room on this device")).toBeVisible();
  await stocked(page, [lot("ROOM-1"), lot("ROOM-2")]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length), "nothing lies on the device").toBe(0);
});

test("without a connection nothing is typed, what was typed stays on the page, and leaving it asks", async ({ page, watch, context, anotherBrowser }) => {
  test.slow();
  offline(watch);
  await without(page, "missing");
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("CUT-1"), lot("CUT-2")]);
  await type(page, 0, 3, "11");
  await expect(page.locator(".stock-safety").first()).toHaveText("On this page only");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Sync now" }).click();
  const cut = notice(page, "There is no connection");
  await expect(cut).toBeVisible();
  await axe(page);
  await type(page, 1, 3, "22");
  await expect(cell(page, 1, 3)).toHaveText("300");
  const [file] = await Promise.all([page.waitForEvent("download"), cut.getByRole("button", { name: "Download unsent edits (CSV)" }).click()]);
  expect(readFileSync(await file.path(), "utf8")).toContain(",11,");

  // Whoever closes the page is asked, and stays.
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();

  await context.setOffline(false);
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(cut).toHaveCount(0);
  await expect(cell(page, 0, 3)).toHaveText("11");
  await send(page).click();
  await safe(page);
  await type(page, 1, 3, "22");
  await send(page).click();
  await safe(page);
  // With everything on the server nobody is asked.
  await page.reload();
  await expect(state(page)).toBeVisible();
  await expect(cell(page, await rowOf(page, "CUT-2"), 3)).toHaveText("22");
});

test("logging out of a page that keeps nothing asks about what was not sent", async ({ page, anotherBrowser }) => {
  await without(page, "missing");
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("OUT-1"), lot("OUT-2")]);
  await type(page, 0, 3, "11");
  await expect(page.locator(".stock-safety").first()).toHaveText("On this page only");
  await page.evaluate(() => (location.hash = "#sign-out"));
  const question = page.getByRole("alertdialog");
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Stay logged in" }).click();
  await expect(cell(page, 0, 3)).toHaveText("11");
});
