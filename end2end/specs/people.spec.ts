// People and companies in the console: a company is suspended while its user types, and restored; a colleague is invited, comes and
// enrols; a code by mail and a new password at the sign-in (R060, R061, E10, T25). Tests marked @plain run again without scripts.

import { randomUUID } from "node:crypto";

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test, type Language } from "../fixtures";
import { PASSWORD, codeIn, freshBuyer, newestLink, ownAddress, signIn } from "../people";
import { staff, staffSignIn } from "../staff";

const STAFF_PASSWORD = "tsuki!hashi31no-9";

const said = {
  en: {
    suspend: "Suspend",
    restore: "Restore",
    suspended: "Suspended.",
    restored: "Restored.",
    shut: "This account is suspended",
    kept: "What you typed is not lost",
    invite: "Invite somebody",
    send: "Send an email",
    register: "Register",
    joined: "Your account is there",
    code: "Ask for a code by mail",
    password: "Ask for a new password",
  },
  ja: {
    suspend: "停止する",
    restore: "再開する",
    suspended: "停止しました。",
    restored: "再開しました。",
    shut: "このアカウントは停止されています",
    kept: "入力された内容は失われていません",
    invite: "招待する",
    send: "メールを送信",
    register: "登録する",
    joined: "アカウントが作成されました",
    code: "メールの確認コードを求める",
    password: "新しいパスワードを求める",
  },
} satisfies Record<Language, Record<string, string>>;

const submit = (page: Page) => page.locator("form.sign-in-form button[type=submit]").first();

/** Opens the form of an act with the keyboard alone, gives a reason, and sends it. */
async function acts(desk: Page, name: string, reason: string): Promise<void> {
  const card = desk.locator("section.card");
  const details = card.locator("details").filter({ has: desk.locator("summary", { hasText: new RegExp(`^${name}$`) }) });
  await details.locator("summary").focus();
  await desk.keyboard.press("Enter");
  await expect(details.locator("textarea")).toBeVisible();
  await details.locator("textarea").focus();
  await desk.keyboard.type(reason);
  await desk.keyboard.press("Tab");
  await expect(details.locator("button[type=submit]")).toBeFocused();
  await desk.keyboard.press("Enter");
}

for (const lang of ["en", "ja"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test("@plain a company is suspended while its user types, and restored", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/403/, "the answer's own status");
      const say = said[lang];
      const email = ownAddress("typing");
      await freshBuyer(await anotherBrowser(), email);
      await signIn(page, email);
      await page.goto("/request?model=TC74HC4050AFTEL");
      await page.locator('[name$="[quantity]"]').first().fill("100");
      const remarks = page.locator("textarea").first();
      await remarks.fill("Only with the maker's label, please.");

      const desk = await anotherBrowser();
      await staff(desk);
      await desk.goto(`/staff/people?text=${encodeURIComponent(email)}`);
      await axe(desk);
      await desk.locator("tbody a").first().click();
      await expect(desk.getByRole("main")).toContainText(email);
      await axe(desk);
      await desk.locator('a[href^="/staff/companies/"]').last().click();
      await expect(desk).toHaveURL(/\/staff\/companies\/\d+$/);
      await axe(desk);
      await acts(desk, say.suspend, "Three buyers got other parts.");
      await expect(desk.getByRole("status").filter({ hasText: say.suspended })).toBeVisible();
      await axe(desk);

      await page.locator("form.request-form button.primary").click();
      await expect(page.getByText(say.shut).first()).toBeVisible();
      if (scripted()) {
        // Said in the page itself: everything typed is where it was.
        await expect(remarks).toHaveValue("Only with the maker's label, please.");
      } else {
        await expect(page.getByRole("main")).toContainText(say.kept);
        await page.goBack();
        await expect(remarks).toHaveValue("Only with the maker's label, please.");
      }
      await axe(page);
      await page.goto("/account");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say.shut);
      await axe(page);

      await acts(desk, say.restore, "It was a mistake.");
      await expect(desk.getByRole("status").filter({ hasText: say.restored })).toBeVisible();
      await page.goto("/account");
      await expect(page.getByRole("main")).toContainText(email);

      await desk.setViewportSize({ width: 360, height: 800 });
      for (const path of ["/staff/people", "/staff/companies", "/staff/team"]) {
        await desk.goto(path);
        await axe(desk);
      }
    });

    test("@plain a colleague is invited, chooses a password, and enrols before getting in", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/403/, "the answer's own status");
      const say = said[lang];
      await staff(page);
      const email = `mate-${randomUUID().slice(0, 8)}@reelstock.example`;
      await page.goto("/staff/team");
      await axe(page);
      await page.locator("summary", { hasText: say.invite }).focus();
      await page.keyboard.press("Enter");
      await page.locator("#email").fill(email);
      await page.locator("#name").fill("Mate Quay");
      await page.locator("#role").selectOption("screening");
      await page.locator("#language").selectOption(lang);
      await page.getByRole("button", { name: say.send }).click();
      await expect(page).toHaveURL("/staff/team?done=invited");
      await expect(page.getByRole("main")).toContainText(email);
      await axe(page);

      const mate = await anotherBrowser();
      await mate.goto(await newestLink(await anotherBrowser(), email, 1));
      await expect(mate).toHaveURL("/sign-up/join-staff");
      await axe(mate);
      await mate.locator("#password").fill(STAFF_PASSWORD);
      await mate.locator("#password_again").fill(STAFF_PASSWORD);
      await mate.getByRole("button", { name: say.register }).click();
      await expect(mate.getByRole("status").filter({ hasText: say.joined })).toBeVisible();
      await axe(mate);
      await staffSignIn(mate, email, STAFF_PASSWORD);
      await mate.goto("/staff/applications");
      await expect(mate.getByRole("main")).toBeVisible();
      await mate.goto("/staff/team");
      await expect(mate.getByText(email)).toHaveCount(0);
    });

    test("@plain a code by mail and a new password are asked for at the next sign-in", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
      const say = said[lang];
      const email = ownAddress("code");
      await freshBuyer(await anotherBrowser(), email);
      const desk = await anotherBrowser();
      await staff(desk);
      await desk.goto(`/staff/people?text=${encodeURIComponent(email)}`);
      await desk.locator("tbody a").first().click();
      await expect(desk.getByRole("main")).toContainText(email);
      await acts(desk, say.code, "Called us from a new telephone.");
      await expect(desk).toHaveURL(/done=force_code/);
      await acts(desk, say.password, "Wrote the password into a mail.");
      await expect(desk).toHaveURL(/done=force_password/);

      await page.goto("/sign-in?type=buyer");
      await page.locator("#login").fill(email);
      await page.locator("#password").fill(PASSWORD);
      await submit(page).click();
      await expect(page).toHaveURL("/sign-in/second-step");
      await expect(page.locator("#mailed")).toBeVisible();
      await axe(page);
      const box = await anotherBrowser();
      const row = box.getByRole("row").filter({ hasText: email });
      await expect(async () => {
        await box.goto("/letters");
        await expect(row).toHaveCount(3, { timeout: 500 });
      }).toPass();
      await row.first().getByRole("link").click();
      const letter = (await box.locator(".letter-text").textContent()) ?? "";
      await page.locator("#mailed").fill(codeIn(letter));
      await submit(page).click();
      await expect(page.locator("#password_again")).toBeVisible();
      await axe(page);
      await page.locator("#password").fill("yama!kawa47umi");
      await page.locator("#password_again").fill("yama!kawa47umi");
      await submit(page).click();
      await expect(page).toHaveURL("/");
      await page.goto("/account");
      await expect(page.getByRole("main")).toContainText(email);
    });
  });
}
