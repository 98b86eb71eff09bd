// Individuals and corporations: registering, adding a registration to an account, and links (R085–R093, Z1, Z30). Tests marked
// @plain run a second time where scripts are switched off.

import type { Page } from "@playwright/test";

import { axe, expect, test, type Language } from "../fixtures";
import { PASSWORD, freshBuyer, newestLink, ownAddress, signIn } from "../people";

const said = {
  en: {
    individual: "Individual registration",
    corporate: "Corporation registration",
    register: "Register",
    complete: "Please complete your registration",
    verify: "Verify",
    history: "Application history",
    empty: "No applications yet",
    settings: "Registration settings",
    members: "Linked members",
    nobody: "Nobody is linked with you yet",
    save: "Save the changes",
    changed: "Information changed",
    unknown: "No corporation is registered with this address",
    part: "End the link with 佐藤 太郎",
    parted: "The link has ended",
  },
  ja: {
    individual: "新規登録(個人)",
    corporate: "新規登録(法人)",
    register: "登録する",
    complete: "本登録のお願い",
    verify: "確認する",
    history: "お申込み履歴一覧",
    empty: "お申込みはまだありません",
    settings: "登録情報設定",
    members: "連携者一覧",
    nobody: "連携している方はまだいません",
    save: "変更を保存",
    changed: "情報変更完了",
    unknown: "このメールアドレスで登録されている法人はありません",
    part: "佐藤 太郎様との連携を解除",
    parted: "連携を解除しました",
  },
} satisfies Record<Language, Record<string, string>>;

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const button = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true });
const status = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });
const ways = (page: Page, name: string) => page.getByRole("main").getByRole("navigation").getByRole("link", { name, exact: true });

async function introduce(page: Page, kind: "individual" | "corporate"): Promise<void> {
  await page.locator("#country").selectOption("JP");
  await page.locator("#phone").fill("03-5550-0107");
  if (kind === "individual") {
    await page.locator("#name").fill("佐藤 太郎");
    await page.locator("#furigana").fill("サトウ タロウ");
    await page.locator("#born").fill("1990-02-28");
  } else {
    await page.locator("#company").fill("Midori Works");
    await page.locator("#postcode").fill("100-0001");
    await page.locator("#address").fill("1-1 Chiyoda, Tokyo");
    await page.locator("#name").fill("鈴木 恵子");
    await page.locator("#furigana").fill("スズキ ケイコ");
  }
  await page.locator("#agreed").check();
}

async function logIn(page: Page, kind: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.locator(`#account_type-${kind}`).check();
  await page.locator("#login").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("form.sign-in-form button[type=submit]").click();
}

/** Registers, opens the mailed link, and logs in. */
async function come(page: Page, box: Page, kind: "individual" | "corporate", email: string, lang: Language): Promise<void> {
  const words = said[lang];
  await page.goto(`/sign-up/${kind}`);
  await expect(heading(page)).toHaveText(words[kind]);
  await axe(page);
  await introduce(page, kind);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
  await button(page, words.register).click();
  await expect(page).toHaveURL("/sign-up/sent");
  await expect(page.getByText(words.complete)).toBeVisible();
  await axe(page);
  const link = await newestLink(box, email, 1);
  await page.goto(link);
  await expect(page).toHaveURL("/sign-up/verify");
  await button(page, words.verify).click();
  await expect(page).toHaveURL(`/sign-up/verify?done=${kind}`);
  await axe(page);
  await logIn(page, kind, email);
  await expect(page).toHaveURL("/account/history");
  await expect(heading(page)).toHaveText(words.history);
  await expect(page.getByText(words.empty)).toBeVisible();
  await axe(page);
}

for (const lang of ["en", "ja"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });
    const words = said[lang];

    test("@plain an individual links with a corporation, which sees it and ends it", async ({ page, watch, anotherBrowser }) => {
      watch.forgive(/422/, "the answer's own status, for an address that no corporation has");
      const [taro, works] = [ownAddress("taro"), ownAddress("works")];
      const [box, company] = [await anotherBrowser(), await anotherBrowser()];
      await come(company, box, "corporate", works, lang);
      await ways(company, words.members).click();
      await expect(heading(company)).toHaveText(words.members);
      await expect(company.getByText(words.nobody)).toBeVisible();
      await axe(company);

      await come(page, box, "individual", taro, lang);
      await ways(page, words.settings).click();
      await expect(heading(page)).toHaveText(words.settings);
      await expect(page.locator("#born")).toHaveAttribute("readonly");
      await axe(page);
      await page.locator("#corporate").fill("nobody@nowhere.example");
      await button(page, words.save).click();
      await expect(page.getByRole("alert")).toContainText(words.unknown);
      await expect(page.locator("#corporate")).toHaveValue("nobody@nowhere.example");
      await axe(page);
      await page.locator("#corporate").fill(works);
      await button(page, words.save).click();
      await expect(status(page, words.changed)).toBeVisible();
      await expect(page.getByText("Midori Works")).toBeVisible();
      await axe(page);

      await company.goto("/account/members");
      await expect(company.getByRole("row").filter({ hasText: taro })).toContainText("サトウ タロウ");
      await axe(company);
      await company.getByRole("button", { name: words.part }).click();
      await expect(status(company, words.parted)).toBeVisible();
      await axe(company);
      await page.goto("/account/settings");
      await expect(page.locator("#corporate")).toHaveValue("");
    });
  });
}

test("@plain an address with an account comes back to the filled form after logging in", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/422/, "the answer's own status, for an address that has an account");
  const [hannah, box] = [ownAddress("hannah"), await anotherBrowser()];
  await freshBuyer(box, hannah);
  await page.goto("/sign-up/individual");
  await introduce(page, "individual");
  await page.locator("#email").fill(hannah);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
  await button(page, "Register").click();
  await expect(page.getByText("This address has an account", { exact: true })).toBeVisible();
  await axe(page);
  await page.getByRole("main").getByRole("link", { name: "Sign in to add this registration" }).first().click();
  await expect(page).toHaveURL("/sign-in?next=%2Fsign-up%2Findividual");
  await page.locator("#account_type-buyer").check();
  await page.locator("#login").fill(hannah);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page).toHaveURL("/sign-up/individual");
  await expect(page.locator("#name")).toHaveValue("佐藤 太郎");
  await expect(page.locator("#born")).toHaveValue("1990-02-28");
  await expect(page.locator("#agreed")).toBeChecked();
  await expect(page.locator("#email")).toHaveCount(0);
  await axe(page);
  await button(page, "Register").click();
  await expect(page).toHaveURL("/account/history");
  await page.goto("/sign-up/individual");
  await expect(page.getByText("You have this registration already")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Log out" }).last().click();
  await signIn(page, hannah);
});

test("a form is judged while it is filled in", async ({ page }) => {
  await page.goto("/sign-up/individual");
  // The buttons appear with the program.
  await expect(page.getByRole("button", { name: "Show Password", exact: true })).toBeVisible();
  const corporate = page.locator("#corporate");
  await corporate.fill("works@midori,example");
  await corporate.blur();
  await expect(corporate).toHaveAccessibleDescription(/a full stop belongs there/);
  await corporate.fill("");
  await expect(corporate).not.toHaveAttribute("aria-invalid");
  await page.locator("#name").fill("Hannah Schmidt");
  const password = page.locator("#password");
  await password.fill("Schmidt-1");
  await password.blur();
  await expect(password).toHaveAccessibleDescription(/do not build the password from your name/);
  await button(page, "Register").click();
  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByRole("alert").getByRole("link", { name: /^Date of birth: / }).click();
  await expect(page.locator("#born")).toBeFocused();
  await axe(page);
});
