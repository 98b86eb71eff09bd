// Tokens for a company's own systems: made, shown once, used, revoked; and the manual. The server writes these pages alone, so
// every story is told without scripts as well.

import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";

import { axe, expect, test } from "../fixtures";

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("#account_type-supplier").check();
  await page.locator("#login").fill("supplier2@reelstock.example");
  await page.locator("#password").fill("Demo-supplier-2");
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
}

test("@plain a token is made, shown once, used and revoked", async ({ page, request, watch }) => {
  watch.tolerate(/422/, "the answer's own status");
  const name = `Warehouse ${randomUUID().slice(0, 8)}`;
  await signIn(page);
  await page.goto("/account");
  await page.getByRole("main").getByRole("link", { name: "Tokens for your systems" }).click();
  await expect(page).toHaveTitle("Tokens for your systems – Reelstock");
  await axe(page);

  await page.getByRole("button", { name: "Make a token" }).click();
  await expect(page.getByRole("heading", { name: /to correct/ })).toBeVisible();
  await axe(page);

  await page.locator("#name").fill(name);
  await page.locator("#scope-read").check();
  await page.locator("#days-30").check();
  await page.getByRole("button", { name: "Make a token" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your token is made");
  const token = await page.locator(".tokens-secret").innerText();
  expect(token).toMatch(/^rs_[\w-]{43}$/);
  await axe(page);

  const headers = { Authorization: `Bearer ${token}` };
  const list = await request.get("/api/v1/stock?limit=2", { headers });
  expect(list.status()).toBe(200);
  const { lots } = (await list.json()) as { lots: unknown[] };
  expect(lots).toHaveLength(2);
  expect((await request.get("/api/v1/stock")).status()).toBe(401);
  const written = await request.post("/api/v1/stock", { headers, data: { lots: [] } });
  expect(written.status()).toBe(403);

  await page.getByRole("link", { name: "I have kept it" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
  await axe(page);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await expect(page.getByRole("status").filter({ hasText: "The token is revoked" })).toBeVisible();
  await expect(page.getByRole("heading", { name })).toHaveCount(0);
  expect((await request.get("/api/v1/stock", { headers })).status()).toBe(401);
});

test("@plain the manual is there for everybody, also on a phone and in Japanese", async ({ page }) => {
  await page.goto("/developers");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Interface for your systems");
  await page.getByRole("link", { name: "POST /api/v1/stock", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Put up to 200 lots" })).toBeInViewport();
  await axe(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto("/developers");
  await axe(page);
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain tokens and manual are told in Japanese", async ({ page }) => {
    await signIn(page);
    await page.goto("/account/tokens");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("自社システム用のトークン");
    await axe(page);
    await page.goto("/developers");
    await expect(page.getByRole("heading", { name: "問題の種類" })).toBeVisible();
    await axe(page);
  });
});
