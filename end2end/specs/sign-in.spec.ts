// Signing in: type, address or number, password; what is wrong is not told apart (R055, R058, R059, T01).

import type { Page } from "@playwright/test";

import { axe, expect, test } from "../fixtures";

const door = (page: Page) => page.getByRole("main");
const login = (page: Page) => page.getByLabel("E-mail or account number");
const password = (page: Page) => page.getByRole("textbox", { name: "Password" });
const enter = (page: Page) => door(page).getByRole("button", { name: "Log in" }).click();

test("@plain a buyer signs in and goes on where they came from", async ({ page }) => {
  await page.goto("/sign-in?next=%2Frequest%3Fmodel%3DNEXT-1");
  await expect(page).toHaveTitle("Log in – Reelstock");
  await axe(page);
  await expect(page.getByLabel("Buyer")).not.toBeChecked();
  await page.getByLabel("Buyer").check();
  await login(page).fill("buyer@reelstock.example");
  await password(page).fill("Demo-buyer-1");
  await page.getByLabel("Stay logged in").check();
  await enter(page);
  await expect(page).toHaveURL("/request?model=NEXT-1");
  await expect(page.getByText("Daniel Wong").first()).toBeAttached();

  await page.goto("/sign-in");
  await expect(door(page).getByRole("heading", { level: 2 })).toHaveText("You are logged in");
  await axe(page);
});

const wrong: [string, string, string, string][] = [
  ["password", "Buyer", "buyer@reelstock.example", "Demo-buyer-2"],
  ["type", "Supplier", "buyer@reelstock.example", "Demo-buyer-1"],
  ["name", "Buyer", "nobody@reelstock.example", "Demo-buyer-1"],
];
for (const [what, type, name, secret] of wrong) {
  test(`@plain a wrong ${what} is answered like any other`, async ({ page, watch }) => {
    watch.forgive(/401/, "the answer's own status");
    await page.goto("/sign-in?next=/request");
    await page.getByLabel(type).check();
    await login(page).fill(name);
    await password(page).fill(secret);
    await page.getByLabel("Stay logged in").check();
    await enter(page);
    await expect(page.getByRole("alert")).toBeFocused();
    await expect(page.getByRole("alert")).toContainText(
      "The type, the e-mail address or number, or the password is not right.",
    );
    await expect(page.getByLabel(type)).toBeChecked();
    await expect(login(page)).toHaveValue(name);
    await expect(password(page)).toHaveValue("");
    await expect(page.getByLabel("Stay logged in")).toBeChecked();
    await expect(page.locator("[aria-invalid]")).toHaveCount(0);
    await axe(page);
  });
}

test("@plain what is left empty is named", async ({ page, watch }) => {
  watch.forgive(/422/, "the answer's own status");
  await page.goto("/sign-in");
  await enter(page);
  await expect(page.getByRole("alert").getByRole("link")).toHaveText([/^Account type: /, /^E-mail or /, /^Password: /]);
  await axe(page);
});

test("@plain staff have a door of their own", async ({ page }) => {
  await page.goto("/staff/sign-in");
  await expect(page).toHaveTitle("Staff log-in – Reelstock");
  await axe(page);
  await expect(page.getByRole("radio")).toHaveCount(0);
  await login(page).fill("staff@reelstock.example");
  await password(page).fill("Demo-staff-desk-1");
  await enter(page);
  // A password alone is not enough there: second-factor.spec.ts goes on.
  await expect(page).toHaveURL("/sign-in/second-step");
  await expect(page.getByRole("button", { name: "Log in", exact: true })).toBeVisible();
});

test("a path of another site is not followed", async ({ page }) => {
  await page.goto("/sign-in?next=%2F%2Fevil.example");
  await page.getByLabel("Buyer").check();
  await login(page).fill("buyer@reelstock.example");
  await password(page).fill("Demo-buyer-1");
  await enter(page);
  await expect(page).toHaveURL("/");
});

test("a password can be looked at", async ({ page }) => {
  await page.goto("/sign-in");
  await password(page).fill("secret");
  await page.getByRole("button", { name: "Show Password" }).click();
  await expect(password(page)).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Hide Password" }).click();
  await expect(page.locator("#password")).toHaveAttribute("type", "password");
  await expect(page.locator("#password")).toHaveValue("secret");
});
