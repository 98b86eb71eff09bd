// A company from overseas in two steps: the temporary registration, the definitive one behind the mailed link, its coordinator's
// decision, and the member page after it (R018, R041-R049, Z4, Z5, Z42). Tests marked @plain run again where scripts are
// switched off.

import { randomUUID } from "node:crypto";

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test, type Language } from "../fixtures";
import { newestLink, ownAddress, PASSWORD } from "../people";
import { staff } from "../staff";
import { lot, paste, safe, send } from "../stock";

const said = {
  en: {
    register: "Register",
    company: "Company registration",
    send: "Register",
    definitive: "Definitive registration",
    found: "Coordinator: Keiko Nakamura",
    unknown: "There is no coordinator with this address",
    lookUp: "Look up the name",
    sent: "Your registration is with your coordinator",
    login: "E-mail or account number",
    password: "Password",
    enter: "Log in",
    code: "Code",
    member: "Member page",
    screened: "Being screened",
    kind: "Overseas company",
    home: "Domestic company",
    approve: "Approve",
    approved: "Approved. The applicant gets an e-mail.",
    reject: "Reject",
    rejectSend: "Reject with these reasons",
    rejected: "Rejected. The applicant gets an e-mail with the reasons.",
    again: "Send the application again",
    changed: "Changed since the last time: 1",
    edit: "Edit",
    update: "Update",
    saved: "Your account information is updated.",
  },
  ja: {
    register: "登録",
    company: "会社登録",
    send: "登録",
    definitive: "本登録",
    found: "コーディネーター: Keiko Nakamura",
    unknown: "このアドレスのコーディネーターは見つかりません。",
    lookUp: "お名前を表示",
    sent: "登録内容をコーディネーターに送信しました",
    login: "メールアドレスまたはアカウント番号",
    password: "パスワード",
    enter: "ログイン",
    code: "コード",
    member: "マイページ",
    screened: "審査中",
    kind: "海外企業",
    home: "国内企業",
    approve: "承認",
    approved: "承認しました。申込者にメールが届きます。",
    reject: "却下",
    rejectSend: "この理由で却下する",
    rejected: "却下しました。申込者に理由を記したメールが届きます。",
    again: "再び申請する",
    changed: "前回から変更された項目：1件",
    edit: "編集",
    update: "更新",
    saved: "アカウント情報を更新しました。",
  },
} satisfies Record<Language, Record<string, string>>;

const main = (page: Page) => page.getByRole("main");
const button = (page: Page, name: string) => main(page).getByRole("button", { name, exact: true });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** A coordinator of this test alone, signed in with both steps; the queue is where they land. */
async function coordinator(page: Page): Promise<string> {
  const email = await staff(page, "Keiko Nakamura", "coordinator");
  await page.goto("/staff");
  await expect(page).toHaveURL("/staff/applications");
  return email;
}

/** The first step, from the menu on. */
async function temporary(page: Page, lang: Language, email: string, company: string): Promise<void> {
  const say = said[lang];
  await page.goto("/");
  await expect(page.getByRole("banner").getByRole("link", { name: say.register, exact: true })).toHaveAttribute("href", "/sign-up");
  await page.goto("/sign-up");
  await axe(page);
  await main(page).getByRole("link", { name: say.company, exact: true }).click();
  await expect(heading(page)).toHaveText(say.company);
  await axe(page);
  await page.locator("#name").fill("Hannah Schmidt");
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
  await page.locator("#company_type").selectOption("overseas");
  await page.locator("#company").fill(company);
  await page.locator("#country").selectOption("DE");
  await page.locator("#agreed").check();
  await page.locator("#privacy").check();
  await button(page, say.send).click();
  await expect(page).toHaveURL("/sign-up/sent");
  await expect(main(page)).toContainText(email);
  await axe(page);
}

/** The second step behind the mailed link, with the coordinator's name shown. */
async function definitive(page: Page, box: Page, lang: Language, email: string, keiko: string): Promise<void> {
  const say = said[lang];
  await page.goto(await newestLink(box, email, 1));
  await expect(page).toHaveURL("/sign-up/company/details");
  await expect(heading(page)).toHaveText(say.definitive);
  await page.locator("#postcode").fill("80331");
  await page.locator("#address").fill("Marienplatz 1, München");
  await page.locator("#phone").fill("089-5550-0102");
  await page.locator("#url").fill("https://isartal.example");
  await page.locator("#business").fill("Passive components");
  await page.locator("#representative").fill("Max Isar");
  await name(page, lang, "nobody@reelstock.example", say.unknown);
  await axe(page);
  await name(page, lang, keiko, say.found);
  await axe(page);
  await expect(page.locator("#address")).toHaveValue("Marienplatz 1, München");
  await page.locator("p.actions button.large").click();
  await expect(page).toHaveURL(/\/sign-up\/company\/details\?done=1/);
  await expect(heading(page)).toHaveText(say.sent);
  await axe(page);
}

/** Enters a coordinator's address: its name comes by itself, or with the button where there are no scripts. */
async function name(page: Page, lang: Language, email: string, answer: string): Promise<void> {
  await page.locator("#coordinator").fill(email);
  if (!scripted()) await button(page, said[lang].lookUp).click();
  await expect(main(page)).toContainText(answer);
}

/** Signs in on the member page, where no type is asked for. */
async function member(page: Page, lang: Language, email: string, lands: string): Promise<void> {
  const say = said[lang];
  await page.goto("/sign-in?type=member");
  await expect(page.locator("#account_type-buyer")).toHaveCount(0);
  await axe(page);
  await page.getByLabel(say.login).fill(email);
  await page.getByRole("textbox", { name: say.password }).fill(PASSWORD);
  await button(page, say.enter).click();
  await expect(page).toHaveURL(lands);
}

/** Opens the only application of a company from the coordinator's queue. */
async function open(desk: Page, company: string): Promise<void> {
  await desk.goto("/staff/applications");
  await desk.getByRole("link", { name: company }).click();
  await expect(desk).toHaveURL(/\/staff\/applications\/\d+/);
  await expect(main(desk)).toContainText(company);
}

for (const lang of ["en", "ja"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test("@plain a company from overseas registers, is let in and edits what it tells", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/422/, "the answer's own status: nobody has the first address");
      const say = said[lang];
      const [desk, box] = [await anotherBrowser(), await anotherBrowser()];
      const keiko = await coordinator(desk);
      const company = `Isartal ${randomUUID().slice(0, 8)}`;
      const email = ownAddress("hannah");
      await temporary(page, lang, email, company);
      await definitive(page, box, lang, email, keiko);
      await member(page, lang, email, "/account/application");
      await expect(main(page)).toContainText(say.screened);
      await expect(main(page)).toContainText("Keiko Nakamura");
      await axe(page);

      await open(desk, company);
      await expect(main(desk)).toContainText(say.kind);
      await axe(desk);
      await button(desk, say.approve).click();
      await expect(desk.getByRole("status").filter({ hasText: say.approved })).toBeVisible();

      await page.goto("/account");
      await expect(main(page)).toContainText(say.kind);
      await axe(page);
      await main(page).getByRole("link", { name: say.edit, exact: true }).click();
      await expect(page).toHaveURL("/account/update");
      await axe(page);
      await page.locator("#address").fill("Isarstr. 2, München");
      await button(page, say.update).click();
      await expect(main(page)).toContainText(say.saved);
      await expect(main(page)).toContainText("Isarstr. 2, München");
      await page.setViewportSize({ width: 360, height: 800 });
      for (const path of ["/account", "/account/update"]) {
        await page.goto(path);
        await axe(page);
      }
    });

    test("an overseas company comes from its temporary registration to its first stock", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/422/, "the answer's own status: nobody has the first address");
      const say = said[lang];
      const [coordinators, desk, box] = [await anotherBrowser(), await anotherBrowser(), await anotherBrowser()];
      const keiko = await coordinator(coordinators);
      await staff(desk);
      const company = `Isartal ${randomUUID().slice(0, 8)}`;
      const email = ownAddress("hannah");
      await temporary(page, lang, email, company);
      await definitive(page, box, lang, email, keiko);
      await member(page, lang, email, "/account/application");
      await open(coordinators, company);
      await button(coordinators, say.approve).click();
      await expect(coordinators.getByRole("status").filter({ hasText: say.approved })).toBeVisible();

      // Let in as a buyer, it applies to sell (R080): that is the owner's to decide, not the coordinator's.
      await page.goto("/account/to-supplier");
      await page.locator("#furigana").fill("Hannah Schmidt");
      await page.locator("#established").fill("1999-05-01");
      await page.locator("#capital").fill("100,000 EUR");
      await page.locator("#purpose").fill("Selling parts");
      await page.locator("#agreed").check();
      await page.locator("p.actions button.large").last().click();
      await expect(main(page)).toContainText(say.screened);
      await coordinators.goto("/staff/applications");
      await expect(main(coordinators)).not.toContainText(company);
      await open(desk, company);
      await button(desk, say.approve).click();
      await expect(desk.getByRole("status").filter({ hasText: say.approved })).toBeVisible();

      // R039: from now on it signs in as a supplier, and is at its stock.
      await page.goto("/sign-in");
      await page.locator("#account_type-supplier").check();
      await page.locator("#login").fill(email);
      await page.locator("#password").fill(PASSWORD);
      await page.locator("form.sign-in-form button[type=submit]").first().click();
      await expect(page).toHaveURL("/stock");
      await axe(page);
      const model = `ISR${randomUUID().slice(0, 8).toUpperCase()}`;
      await page.locator(".stock-below button").first().click();
      await paste(page, [lot(model, "1200"), lot(`${model}-B`, "30")].join("\n"));
      await send(page).click();
      await safe(page);
      await page.goto(`/search?q=${model}`);
      await expect(main(page).getByRole("row").filter({ hasText: model }).filter({ hasText: "1,200" })).toBeVisible();
    });

    test("what the coordinator rejects is corrected, held against the first form, and approved", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/422/, "the answer's own status: nobody has the first address");
      const say = said[lang];
      const [desk, box] = [await anotherBrowser(), await anotherBrowser()];
      const keiko = await coordinator(desk);
      const company = `Isartal ${randomUUID().slice(0, 8)}`;
      const email = ownAddress("hannah");
      await temporary(page, lang, email, company);
      await definitive(page, box, lang, email, keiko);

      await open(desk, company);
      await desk.getByText(say.reject, { exact: true }).click();
      await desk.locator("#fields-company_type").fill("You are in Japan.");
      await button(desk, say.rejectSend).click();
      await expect(desk.getByRole("status").filter({ hasText: say.rejected })).toBeVisible();

      await member(page, lang, email, "/account/application");
      await expect(page.locator("#company_type-caution")).toContainText("You are in Japan.");
      await expect(page.locator("#coordinator")).toHaveValue(keiko);
      await expect(main(page)).toContainText(say.found);
      await axe(page);
      await page.locator("#company_type").selectOption("domestic");
      await page.locator("#agreed").check();
      await button(page, say.again).last().click();
      await expect(main(page)).toContainText(say.screened);

      await open(desk, company);
      await expect(main(desk)).toContainText(say.changed);
      await expect(desk.locator("del")).toHaveText(say.kind);
      await expect(desk.locator("ins")).toHaveText(say.home);
      await axe(desk);
      await button(desk, say.approve).click();
      await expect(desk.getByRole("status").filter({ hasText: say.approved })).toBeVisible();
      await page.goto("/account");
      await expect(main(page)).toContainText(say.home);
    });
  });
}
