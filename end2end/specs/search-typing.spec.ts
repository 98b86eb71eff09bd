// Results that follow the keyboard: while typing, by arrows, back and forth, and without an answer.

import { expect, test } from "../fixtures";
import { awake, cells, column, field, heading, mails, mark, searches } from "../search";

test("results follow while typing, and Back leads to what was there before", async ({ page }) => {
  await page.clock.install();
  await page.goto("/search?q=74HC");
  await awake(page);
  const same = await mark(page);
  await field(page).fill("");
  const asked = searches(page);
  await field(page).pressSequentially("L");
  await page.clock.runFor(400);
  await expect(heading(page)).toHaveText("Search results: 74HC");
  let typed = "L";
  for (const letter of "TC4054") {
    await field(page).pressSequentially(letter);
    typed += letter;
    await expect(page).toHaveURL(`/search?q=${typed}`);
  }
  expect(asked).toEqual(["LT", "LTC", "LTC4", "LTC40", "LTC405", "LTC4054"]);
  await expect(heading(page)).toHaveText("Search results: LTC4054");
  await expect(page).toHaveURL("/search?q=LTC4054");
  await expect(field(page)).toHaveValue("LTC4054");
  await field(page).press("Enter");
  await expect(page.locator("#content")).toBeFocused();
  await page.goBack();
  await expect(heading(page)).toHaveText("Search results: 74HC");
  await expect(field(page)).toHaveValue("74HC");

  // Straight to an address that the browser has left by Back: it shows it all the same.
  await field(page).fill("LTC4054");
  await expect(heading(page)).toHaveText("Search results: LTC4054");
  await expect(page).toHaveURL("/search?q=LTC4054");
  await same();
});

test("nothing writes over what is being typed, and old results stay in sight", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  let answer = () => {};
  const waiting = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/search/find?*", async (route) => {
    await waiting;
    await route.continue();
  });
  await field(page).fill("LTC");
  await expect(page.getByRole("main")).toHaveAttribute("aria-busy", "true");
  await expect(heading(page)).toHaveText("Search results: 74HC");
  await field(page).pressSequentially(" 4054 ");
  answer();
  await expect(heading(page)).toHaveText("Search results: LTC 4054");
  await expect(page.getByRole("main")).not.toHaveAttribute("aria-busy");
  await expect(field(page)).toHaveValue("LTC 4054 ");
  await expect(field(page)).toBeFocused();
});

test("a word that is being composed is searched when it is done", async ({ page }) => {
  await page.clock.install();
  await page.goto("/search?q=74HC");
  await awake(page);
  await field(page).fill("");
  await field(page).focus();
  const asked = searches(page);
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "ｌｔｃ", selectionStart: 3, selectionEnd: 3 });
  await page.clock.runFor(500);
  await expect(page).toHaveURL("/search?q=74HC");
  await keyboard.send("Input.insertText", { text: "ＬＴＣ４０" });
  await expect(heading(page)).toHaveText("Search results: LTC40");
  expect(asked).toEqual(["LTC40"]);
  await expect(field(page)).toHaveValue("ＬＴＣ４０");
  await field(page).press("Enter");
  await expect(field(page)).toHaveValue("LTC40");
});

test("a form is not left while typing in the search field, but by Enter", async ({ page }) => {
  await page.clock.install();
  await page.goto("/request?model=KEPT-1");
  await awake(page);
  const asked = searches(page);
  await field(page).fill("74HC");
  await page.clock.runFor(500);
  // The page is there and at work, so it was not left.
  await page.getByRole("button", { name: "Add a line" }).click();
  await expect(page.getByRole("group", { name: "Line 2", exact: true })).toBeVisible();
  await expect(page).toHaveURL("/request?model=KEPT-1");
  expect(asked).toEqual([]);
  await field(page).focus();
  await field(page).press("Enter");
  await expect(heading(page)).toHaveText("Search results: 74HC");
});

test("whoever comes by a link is led to the page, without another document", async ({ page }) => {
  await page.goto("/search?q=LTC4054ES5-4.2ZZ");
  await awake(page);
  const same = await mark(page);
  await page.getByRole("link", { name: "Request quotation for LTC4054ES5-4.2ZZ" }).click();
  await expect(page.getByRole("main").getByLabel("Model")).toHaveValue("LTC4054ES5-4.2ZZ");
  await page.goBack();
  await expect(page.getByRole("heading", { name: "No lot matches" })).toBeVisible();
  await expect(page.locator("#content")).toBeFocused();
  await same();
});

test("arrows move between the rows and Enter asks", async ({ page }) => {
  await page.goto("/search?q=74HC");
  await awake(page);
  await page.keyboard.press("/");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(mails(page).nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(mails(page).nth(1)).toBeFocused();
  const href = await mails(page).nth(1).getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href ?? "");
});

test("without an answer the page says so and asks again", async ({ page, watch }) => {
  watch.forgive(/ERR_FAILED|Failed to load/, "the server is made unreachable");
  await page.goto("/search?q=74HC");
  await awake(page);
  await page.route("**/api/search/find?*", (route) => route.abort());
  await column(page, "Model").getByRole("link").click();
  await expect(page.getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("**/api/search/find?*");
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(column(page, "Model")).toHaveAttribute("aria-sort", "ascending");
});

test("a page that the browser comes to has the shape of results before they are there", async ({ page }) => {
  await page.goto("/contact");
  let answer = () => {};
  const waiting = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/search/find?*", async (route) => {
    await waiting;
    await route.continue();
  });
  await awake(page);
  await field(page).fill("74HC");
  await field(page).press("Enter");
  await expect(page.getByText("Searching…")).toBeVisible();
  await expect(page.locator(".bone").first()).toBeVisible();
  answer();
  await expect(cells(page, "lot-model")).toHaveCount(20);
});
