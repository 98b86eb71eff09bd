// One's own account: everything it shows, its changes as plain forms, and nothing of it after signing out (R074–R081, T28).

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test } from "../fixtures";

const BUYER = { email: "buyer@reelstock.example", password: "Demo-buyer-1", name: "Daniel Wong" };

const main = (page: Page) => page.getByRole("main");

/** Signs in by the form, in either language. */
async function signIn(page: Page, next: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.locator("#account_type-buyer").check();
  await page.locator("#login").fill(BUYER.email);
  await page.locator("#password").fill(BUYER.password);
  await main(page).locator("button[type=submit]").click();
  await expect(page).toHaveURL(next);
}

test("@plain everything about the account is shown, with a way to each change", async ({ page }) => {
  await signIn(page, "/account");
  await expect(page).toHaveTitle("Account user information – Reelstock");
  await expect(main(page).getByText(BUYER.email)).toBeVisible();
  await expect(main(page).getByText(BUYER.name)).toBeVisible();
  await expect(main(page).getByText(/^\d{3} \d{3} \d{3}$/)).toBeVisible();
  for (const name of [
    "Update account information",
    "Change/register e-mail",
    "Change password",
    "Change to supplier user",
    "Delete account",
  ]) {
    await expect(main(page).getByRole("link", { name })).toBeVisible();
  }
  await axe(page);
});

test("@plain an update with a fault comes back as it was typed", async ({ page, watch }) => {
  await signIn(page, "/account/update");
  await expect(page).toHaveTitle("Update account information – Reelstock");
  await expect(page.getByLabel(/^Country or region/)).toHaveJSProperty("readOnly", true);
  await axe(page);
  await page.getByLabel(/^Address/).fill("1 Harbour Road & more");
  await page.getByLabel(/^Purpose of registration/).fill("");
  const scripts = scripted();
  if (!scripts) watch.tolerate(/422/, "the answer's own status");
  await main(page).getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("alert")).toContainText("to correct");
  await expect(page.getByLabel(/^Address/)).toHaveValue("1 Harbour Road & more");
  await axe(page);
});

test("@plain a change to supplier tells what follows and asks for more", async ({ page, watch }) => {
  await signIn(page, "/account/to-supplier");
  await expect(main(page).getByText("This may take several days").first()).toBeVisible();
  await axe(page);
  if (!scripted()) watch.tolerate(/422/, "the answer's own status");
  await main(page).getByRole("button", { name: "Send the application" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /^Capital/ })).toBeVisible();
  await expect(page.getByRole("alert").getByRole("link", { name: /^Agreement/ })).toBeVisible();
});

test("@plain deleting lists what goes and asks for the password", async ({ page, watch }) => {
  watch.forgive(/422/, "the answer's own status");
  await signIn(page, "/account/delete");
  await expect(main(page).getByText("Deleted for good, and at once")).toBeVisible();
  await axe(page);
  await main(page).getByRole("button", { name: "Delete my account for good" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Login password" })).toBeVisible();
  await page.goto("/account");
  await expect(main(page).getByText(BUYER.email)).toBeVisible();
});

test("all data come as a file", async ({ page }) => {
  await signIn(page, "/account");
  const coming = page.waitForEvent("download");
  await main(page).getByRole("link", { name: "Download all my data" }).click();
  expect((await coming).suggestedFilename()).toMatch(/^reelstock-account-\d{9}\.json$/);
});

test("@plain t28: after signing out, going back shows nothing", async ({ page }) => {
  await signIn(page, "/account");
  await page.getByRole("contentinfo").getByRole("button", { name: "Log out" }).click();
  await expect(page).toHaveURL("/");
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByText(BUYER.email)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(BUYER.email)).toHaveCount(0);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  const pages: [string, string][] = [
    ["/account", "アカウント利用者情報"],
    ["/account/update", "アカウント情報の更新"],
    ["/account/to-supplier", "サプライヤーユーザーに変更"],
    ["/account/application", "申請の状況"],
    ["/account/delete", "アカウントの削除"],
  ];
  for (const [path, title] of pages) {
    test(`@plain ${path}`, async ({ page }) => {
      await signIn(page, path);
      await expect(page).toHaveTitle(`${title} – Reelstock`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await axe(page);
    });
  }
});
