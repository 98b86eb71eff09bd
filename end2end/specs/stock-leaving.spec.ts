// Whoever logs out while something has not reached the server, with a connection and without; and what is left on the device.

import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { axe, expect, test } from "../fixtures";
import { cell, drafts, lot, offline, safe, send, stocked, type } from "../stock";
import { signInAs, supplier } from "../suppliers";

const question = (page: Page) => page.getByRole("alertdialog");
const press = (page: Page, name: string) => question(page).getByRole("button", { name, exact: true }).click();

async function leave(page: Page): Promise<void> {
  await page.locator("summary:has(.account-name)").click();
  await page.locator("header form[action='/sign-out'] button").click();
}

/** What the browser keeps of a site: its databases, and the texts of its caches. */
const kept = async (page: Page) =>
  await page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) texts.push((await (await cache.match(request))?.text()) ?? "");
    }
    return { databases: (await indexedDB.databases()).length, texts: texts.join("\n") };
  });

for (const line of ["with a connection", "without one"]) {
  for (const choice of ["stays", "takes them along", "discards them"]) {
    test(`S06, B9: whoever logs out with unsent edits ${line} and ${choice}`, async ({ page, watch, context, anotherBrowser }) => {
      offline(watch);
      const who = await supplier(await anotherBrowser());
      await signInAs(page, who);
      await stocked(page, [lot("LEFT-1", "300"), lot("LEFT-2")]);
      await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
      if (line === "without one") await context.setOffline(true);
      await type(page, 0, 8, "not sent");
      await expect.poll(async () => Object.values(await drafts(page))).toEqual(["not sent"]);
      await leave(page);
      await expect(question(page)).toContainText("Edits that have not reached the server: 1");
      await axe(page);
      if (choice === "stays") {
        await press(page, "Stay logged in");
        await expect(question(page)).toHaveCount(0);
        await expect(cell(page, 0, 8)).toHaveText(/^not sent/);
        expect(Object.values(await drafts(page))).toEqual(["not sent"]);
        await context.setOffline(false);
        await send(page).click();
        await safe(page);
        return;
      }
      if (choice === "takes them along") {
        const [file] = await Promise.all([page.waitForEvent("download"), press(page, "Download unsent edits (CSV) and log out")]);
        expect(readFileSync(await file.path(), "utf8")).toContain("not sent");
      } else {
        await press(page, "Discard the edits and log out");
        expect(Object.values(await drafts(page)), "nothing goes before it is asked twice").toEqual(["not sent"]);
        await press(page, "Discard for good and log out");
      }
      if (line === "without one") await expect(page.getByText("You are logged out on this device.")).toBeVisible();
      else await expect(page).toHaveURL("/");
      await expect.poll(async () => (await kept(page)).databases).toBe(0);
      const { texts } = await kept(page);
      for (const word of ["LEFT-1", who.email, who.name]) expect(texts).not.toContain(word);
      await context.setOffline(false);
      await page.goto("/stock");
      await expect(page).toHaveURL(/\/sign-in|\/$/);
    });
  }
}

test("B9: signed out without a connection, every page tells the server when there is one", async ({ page, watch, context, anotherBrowser }) => {
  offline(watch);
  const who = await supplier(await anotherBrowser());
  await signInAs(page, who);
  await stocked(page, [lot("GONE-1")]);
  await context.setOffline(true);
  await page.evaluate(() => (location.hash = "#sign-out"));
  await expect(page.getByText("You are logged out on this device.")).toBeVisible();
  await context.setOffline(false);
  await page.goto("/account", { waitUntil: "commit" });
  await expect(page).toHaveURL("/");
  await expect(page.locator("header").getByRole("link", { name: "Log in" })).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
  // It is told once: who signs in again is in.
  await signInAs(page, who);
  await page.goto("/account");
  await expect(page).toHaveURL("/account");
});

test("B18: after signing out, nothing of the stock is left for Back to show", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await stocked(page, [lot("CANARY-1"), lot("CANARY-2")]);
  await page.locator("summary:has(.account-name)").click();
  await page.locator("header form[action='/sign-out'] button").click();
  await expect(page).toHaveURL("/");
  await page.goBack();
  await expect(page.getByText("CANARY-1")).toHaveCount(0);
  await page.goto("/stock");
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});
