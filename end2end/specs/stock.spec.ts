// One's own stock in the browser: typed, pasted, sent, found, told (R113–R117, Z13, Z15, Z46). Without a connection: stock-offline.spec.ts.

import { randomUUID } from "node:crypto";

import { axe, expect, scripted, test } from "../fixtures";
import { cell, drafts, FIELD, lot, open, paste, safe, send, stocked, type } from "../stock";
import { supplier, signInAs } from "../suppliers";

const model = (tag: string) => `${tag}${randomUUID().slice(0, 8).toUpperCase()}`;

test("rows are added, typed, sent, and found by search", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await expect(page.getByText("There is no stock yet.")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.locator(".stock-body [role=row]")).toHaveCount(2);
  const wanted = model("TC");
  for (const text of ["TOSHIBA", "IC", wanted, "1,000", "Reel", "ROHS2", "2020", "Japan", "A-1"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  // The thousands separator is wrong, and says so.
  await expect(cell(page, 0, 3)).toHaveAttribute("aria-invalid", "true");
  await axe(page);
  await send(page).click();
  await expect(page.getByText(/blank rows.* have to go/i)).toBeVisible();
  await page.getByRole("button", { name: "Delete the blank rows and send" }).click();
  await expect(page.getByText(/rows .*red cells.*Nothing was sent/i)).toBeVisible();
  await type(page, 0, 3, "1000");
  await expect(cell(page, 0, 3)).not.toHaveAttribute("aria-invalid", "true");
  await send(page).click();
  await safe(page);
  await axe(page);
  const buyer = await anotherBrowser();
  await expect(async () => {
    await buyer.goto(`/search?q=${wanted}`);
    await expect(buyer.getByText(wanted).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test("a thousand rows are pasted and sent", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const tag = model("P");
  const rows = Array.from({ length: 1_000 }, (_, at) => lot(`${tag}-${at}`));
  await paste(page, rows.join("\r\n") + "\r\n");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1001");
  await expect(cell(page, 0, 2)).toHaveText(`${tag}-0`);
  // Only what is in sight is in the document.
  expect(await page.locator(".stock-body [role=row]").count()).toBeLessThan(80);
  await page.keyboard.press("Control+End");
  await expect(cell(page, 999, 2)).toHaveText(`${tag}-999`);
  await send(page).click();
  await safe(page);
  await page.reload();
  await safe(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1001");
});

test("what is typed is taken back and done again, also after loading the page anew", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, lot("UNDO-1") + "\r\n" + lot("UNDO-2"));
  await type(page, 0, 3, "5");
  await expect(page.locator("[data-state=draft]")).toHaveCount(2);
  await page.reload();
  await expect(cell(page, 0, 3)).toHaveText("5");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cell(page, 0, 3)).toHaveText("300");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(cell(page, 0, 3)).toHaveText("5");
});

test("a paste over hundreds of rows, what came before it and what came after are taken back also after loading the page anew", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  const names = Array.from({ length: 300 }, (_, at) => `WHOLE-${at}`);
  await stocked(page, names.map((name) => lot(name)));
  await type(page, 0, 8, "first");
  const typed = names.map((name) => ["TDK", "Choke", `${name}-B`, "77", "Tray", "ROHS", "2021", "Germany", "pasted"].join("\t"));
  await cell(page, 0, 0).click();
  await paste(page, typed.join("\n"));
  await expect.poll(async () => Object.keys(await drafts(page)).length).toBe(300);
  await type(page, 0, 8, "last");
  await expect.poll(async () => (await drafts(page))[`${names[0] ?? ""}-B`]).toBe("last");
  await page.reload();
  await expect(cell(page, 0, 8)).toHaveText(/^last/);
  for (const remarks of [/^pasted/, /^first/, /^A-1/]) {
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(cell(page, 0, 8)).toHaveText(remarks);
  }
  await expect.poll(async () => Object.keys(await drafts(page)).length).toBe(0);
});

test("one text goes into all chosen cells, and a table of a document is pasted cell by cell", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, [lot("FILL-1"), lot("FILL-2"), lot("FILL-3")].join("\n"));
  await cell(page, 0, 7).click();
  await cell(page, 2, 7).click({ modifiers: ["Shift"] });
  await page.keyboard.type("Osaka");
  await page.keyboard.press("Control+Enter");
  for (const row of [0, 1, 2]) await expect(cell(page, row, 7)).toHaveText("Osaka");
  await cell(page, 0, 7).click();
  const table = "<table><tr><td>Kobe</td><td>two<br>\n  lines</td></tr><tr><td>Nara</td><td>B-9</td></tr></table>";
  await page.locator(FIELD).focus();
  await page.evaluate(
    ([id, html]) => {
      const board = new DataTransfer();
      board.setData("text/html", html ?? "");
      const event = new ClipboardEvent("paste", { clipboardData: board, bubbles: true, cancelable: true });
      document.querySelector(id ?? "")?.dispatchEvent(event);
    },
    [FIELD, table],
  );
  await expect(cell(page, 0, 7)).toHaveText("Kobe");
  await expect(cell(page, 0, 8)).toHaveText("two lines");
  await expect(cell(page, 1, 7)).toHaveText("Nara");
  await expect(cell(page, 2, 7)).toHaveText("Osaka");
});

test("the history of a lot says who changed what, and brings former values back", async ({ page, anotherBrowser }) => {
  const who = await supplier(await anotherBrowser());
  const other = await anotherBrowser();
  await signInAs(page, who);
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, lot("PAST-1", "300"));
  await send(page).click();
  await page.getByRole("button", { name: "Delete the blank rows and send" }).click();
  await safe(page);
  await signInAs(other, who);
  await open(other);
  await type(other, 0, 3, "500");
  await send(other).click();
  await safe(other);
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(cell(page, 0, 3)).toHaveText("500");

  await cell(page, 0, 3).click();
  await page.getByRole("button", { name: "History" }).click();
  const past = page.getByRole("region", { name: "History: PAST-1" });
  await expect(past.locator("ol > li")).toHaveCount(2);
  const [changed, added] = [past.locator("ol > li").first(), past.locator("ol > li").last()];
  await expect(changed).toContainText(who.name);
  await expect(changed).toContainText(/another device \(.*Chrome.*\)/);
  await expect(changed.locator("del")).toHaveText("300");
  await expect(changed.locator("ins")).toHaveText("500");
  await expect(added).toContainText("Added");
  await expect(added).toContainText("this device");
  await axe(page);
  await added.getByRole("button", { name: "Bring these values back" }).click();
  await expect(cell(page, 0, 3)).toHaveText("300");
  await past.getByRole("button", { name: "Close" }).click();
  await expect(past).toHaveCount(0);
  await send(page).click();
  await safe(page);
  await page.reload();
  await safe(page);
  await expect(cell(page, 0, 3)).toHaveText("300");
});

test("columns are hidden, moved and made wider, and stay so", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, [lot("COLUMN-1"), lot("COLUMN-2")].join("\n"));
  const headings = page.getByRole("columnheader");
  await expect(headings).toHaveText([/Delete/, "State", "Manufacturer", "Product name", "Model", "Quantity", /Packing/, "ROHS", "DC", "Location", "Remarks"]);
  await page.locator(".stock-columns > summary").click();
  await page.getByRole("checkbox", { name: "ROHS" }).uncheck();
  await page.getByRole("button", { name: "Model: one place earlier" }).click();
  await page.getByRole("button", { name: "Model: one place earlier" }).click();
  await axe(page);
  await page.locator(".stock-columns > summary").click();
  const arranged = [/Delete/, "State", "Model", "Manufacturer", "Product name", "Quantity", /Packing/, "DC", "Location", "Remarks"];
  await expect(headings).toHaveText(arranged);
  await expect(cell(page, 0, 0)).toHaveText("COLUMN-1");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-colcount", "10");
  const model = headings.nth(2);
  const width = async () => (await model.boundingBox())?.width;
  const before = (await width()) ?? 0;
  const edge = await model.locator(".stock-edge").boundingBox();
  if (!edge) throw new Error("the heading has no edge");
  await page.mouse.move(edge.x + 3, edge.y + 5);
  await page.mouse.down();
  await page.mouse.move(edge.x + 103, edge.y + 5);
  await page.mouse.up();
  await expect.poll(width).toBeCloseTo(before + 100, 0);
  // What is typed goes where it is seen.
  await type(page, 1, 5, "2021");
  await expect(cell(page, 1, 5)).toHaveText("2021");
  await page.reload();
  await expect(headings).toHaveText(arranged);
  await expect.poll(width).toBeCloseTo(before + 100, 0);
  await page.locator(".stock-columns > summary").click();
  await page.getByRole("button", { name: "As they were at first" }).click();
  await expect(headings).toHaveCount(11);
  await expect(cell(page, 1, 6)).toHaveText("2021");
});

test("the same item is added to the quantity or kept apart", async ({ page, anotherBrowser }) => {
  await signInAs(page, await supplier(await anotherBrowser()));
  await open(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await paste(page, lot("SAME-1", "300") + "\r\n" + lot("same-1", "200"));
  await send(page).click();
  await page.getByRole("button", { name: "Add to its quantity" }).click();
  await safe(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await expect(cell(page, 0, 3)).toHaveText("500");
});

test("whoever sells nothing is refused", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/403/, "the answer's own status");
  await page.goto("/stock");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const { freshBuyer, ownAddress, signIn } = await import("../people");
  const buyer = ownAddress("buyer");
  await freshBuyer(await anotherBrowser(), buyer);
  await signIn(page, buyer);
  await page.goto("/stock");
  await expect(page.getByText("Your account does not allow this.")).toBeVisible();
  await axe(page);
});

for (const lang of ["en", "ja"] as const) {
  test.describe(`on a phone, ${lang}`, () => {
    test.use({ lang, viewport: { width: 390, height: 844 } });

    test("rows are cards with a field for every cell", async ({ page, anotherBrowser }) => {
      await signInAs(page, await supplier(await anotherBrowser()));
      await open(page);
      await axe(page);
      await page.locator(".stock-below button").click();
      const card = page.locator(".stock-card").first();
      const names = ["manufacturer", "product_name", "model", "quantity", "packing", "rohs", "dc", "location", "remarks"];
      const texts = lot("PHONE-1", "x").split("\t");
      for (const [at, name] of names.entries()) await card.locator(`.card-${name} input`).fill(texts[at] ?? "");
      await card.locator(".card-remarks input").blur();
      await expect(card.locator(".card-quantity input")).toHaveAttribute("aria-invalid", "true");
      await axe(page);
      await card.locator(".card-quantity input").fill("300");
      await card.locator(".card-quantity input").blur();
      await page.locator(".stock-card-tick input").nth(1).check();
      await send(page).click();
      await safe(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });
  });
}

test("@plain without scripts the page says what to do", async ({ page, anotherBrowser }) => {
  if (scripted()) return;
  await signInAs(page, await supplier(await anotherBrowser()));
  await page.goto("/stock");
  await expect(page.getByRole("main").getByRole("link", { name: "Export" })).toBeVisible();
});
