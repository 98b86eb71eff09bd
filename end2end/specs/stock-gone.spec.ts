// Whoever may not edit a company's stock any more: their unsent edits can be taken along for thirty days, and then go from the device.

import { readFileSync } from "node:fs";

import { axe, expect, test } from "../fixtures";
import { lot, offline, open, send, state, stocked, type } from "../stock";
import { staff } from "../staff";
import { signInAs, supplier } from "../suppliers";

const DAY = 24 * 60 * 60 * 1_000;
const databases = async () => (await indexedDB.databases()).length;

test("a suspended company's edits stay on the device for thirty days, and nothing else of its stock", async ({ page, watch, context, anotherBrowser }) => {
  test.slow();
  offline(watch);
  watch.tolerate(/403/, "the answer to whoever is suspended");
  const who = await supplier(await anotherBrowser());
  await signInAs(page, who);
  await stocked(page, [lot("GONE-1"), lot("GONE-2"), lot("GONE-3")]);
  await context.setOffline(true);
  await type(page, 0, 8, "typed before the end");
  await send(page).click();
  await expect(state(page)).toHaveText(/1 edit waits/);

  const desk = await anotherBrowser();
  await staff(desk);
  await desk.goto(`/staff/people?text=${encodeURIComponent(who.email)}`);
  await desk.locator("tbody a").first().click();
  await desk.locator('a[href^="/staff/companies/"]').last().click();
  await expect(desk).toHaveURL(/\/staff\/companies\/\d+$/);
  const suspend = desk.locator("section.card details").filter({ has: desk.locator("summary", { hasText: /^Suspend$/ }) });
  await suspend.locator("summary").click();
  await suspend.locator("textarea").fill("It has left the market.");
  await suspend.locator("button[type=submit]").click();
  await expect(desk.getByRole("status").filter({ hasText: "Suspended." })).toBeVisible();

  await context.setOffline(false);
  await open(page);
  const gone = page.locator(".stock-alarms .notice").filter({ hasText: "may not edit this company's stock any more" });
  await expect(gone).toContainText("stays on this device, to be downloaded, until:");
  await axe(page);
  await expect(page.getByRole("grid"), "the heading, and the one lot that was edited").toHaveAttribute("aria-rowcount", "2");
  const [file] = await Promise.all([page.waitForEvent("download"), gone.getByRole("button", { name: "Download unsent edits (CSV)" }).click()]);
  expect(readFileSync(await file.path(), "utf8")).toContain("typed before the end");

  // A day before the end it is still there; after it, for one more day from when somebody looks; and then no more.
  const start = Date.now();
  await page.clock.install({ time: start + 29 * DAY });
  await open(page);
  await expect(gone).toBeVisible();
  await page.clock.setSystemTime(start + 31 * DAY);
  await open(page);
  await expect(gone).toBeVisible();
  await page.clock.setSystemTime(start + 32.5 * DAY);
  await page.goto("/stock");
  await expect(page.getByRole("main").getByRole("link", { name: "Contact us" })).toBeVisible();
  await expect(gone).toHaveCount(0);
  await axe(page);
  await expect.poll(async () => await page.evaluate(databases)).toBe(0);
});
