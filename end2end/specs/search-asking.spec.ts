// From what was found to the request: the mail of a lot, ticks, own lots, and the way on where nothing is found (R099–R102).
// Tests marked @plain run a second time where scripts are switched off.

import { axe, expect, test } from "../fixtures";
import { awake, field, heading, mails, table, ticks } from "../search";

test("@plain nothing found leads to near models and to a request that is filled in", async ({ page }) => {
  await page.goto("/search?q=LTC4054ES5-4.2ZZ");
  await expect(page.getByRole("heading", { name: "No lot matches" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Near matches" }).getByRole("link").first()).toHaveText("LTC4054ES5-4.2");
  await axe(page);
  await page.getByRole("link", { name: "Request quotation for LTC4054ES5-4.2ZZ" }).click();
  await expect(page.getByRole("main").getByLabel("Model")).toHaveValue("LTC4054ES5-4.2ZZ");
});

test("@plain own lots are marked and cannot be asked for, the owner's have their dot", async ({ page }) => {
  await page.goto("/sign-in?next=%2Faccount");
  await page.getByLabel("Supplier").check();
  await page.getByLabel("E-mail or account number").fill("supplier1@reelstock.example");
  await page.getByRole("textbox", { name: "Password" }).fill("Demo-supplier-1");
  await page.getByRole("main").getByRole("button", { name: /Log in|ログイン/ }).click();
  await expect(page).toHaveURL("/account");
  await page.goto("/search?q=74HC&per_page=100");
  const own = table(page).locator("tr.own").first();
  await expect(own.getByRole("cell")).toHaveCount(12);
  await expect(own.getByRole("link")).toHaveCount(0);
  await expect(own.getByRole("checkbox")).toHaveCount(0);
  await expect(own.locator(".mail[aria-disabled=true]")).toBeAttached();
  await expect(table(page).locator(".owner-dot").first()).toBeAttached();
  await axe(page);
});

test("@plain the mail of a lot leads to its request, ticks to one for all of them", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await ticks(page).nth(0).check();
  await ticks(page).nth(2).check();
  const values = await ticks(page).evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  await page.getByRole("button", { name: /^Request quotation/ }).click();
  await expect(page).toHaveURL(`/request?lot=${values[0]}&lot=${values[2]}`);

  await page.goBack();
  const href = await mails(page).first().getAttribute("href");
  await mails(page).first().click();
  await expect(page).toHaveURL(href ?? "");
});

test("ticks are kept over pages, searches and reloads, and can be taken back", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  const first = await ticks(page).first().getAttribute("value");
  await ticks(page).first().check();
  const request = page.getByRole("button", { name: /^Request quotation/ });
  await expect(request).toHaveText("Request quotation (1)");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.locator("[aria-current=page]")).toHaveText(/2$/);
  await expect(ticks(page).first()).not.toBeChecked();
  await ticks(page).first().check();
  await expect(request).toHaveText("Request quotation (2)");
  await page.goto("/search?q=LTC4054");
  await expect(request).toHaveText("Request quotation (2)");
  await ticks(page).nth(1).check();
  await request.click();
  await expect(page).toHaveURL(new RegExp(`/request\\?lot=\\d+&lot=\\d+&lot=\\d+$`));
  expect(new URL(page.url()).searchParams.getAll("lot")).toContain(first);

  await page.goBack();
  await expect(request).toHaveText("Request quotation (3)");
  await page.getByRole("button", { name: "Untick all" }).click();
  await expect(ticks(page).nth(1)).not.toBeChecked();
  await expect(request).toBeHidden();
});

test("ticks from before the program is awake count", async ({ page }) => {
  let wake = () => {};
  const waiting = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto("/search?q=74HC", { waitUntil: "domcontentloaded" });
  await ticks(page).nth(1).check();
  await field(page).fill("LTC40");
  wake();
  await expect(page.getByRole("button", { name: "Request quotation (1)" })).toBeVisible();
  await expect(heading(page)).toHaveText("Search results: LTC40");
  await expect(field(page)).toHaveValue("LTC40");
});
