// The approval console: an applicant registers, is rejected with reasons at the fields, corrects, and is approved; the mails in
// between; the queue, the keys, the log (R036b-R040, Z4, Z42, T35). Tests marked @plain run again where scripts are switched off.

import { randomUUID } from "node:crypto";

import type { Page } from "@playwright/test";

import { axe, expect, test, type Language, type Watch } from "../fixtures";
import { PASSWORD } from "../people";
import { staff } from "../staff";


const said = {
  en: {
    send: "Send",
    verify: "Verify",
    login: "E-mail or account number",
    password: "Password",
    enter: "Log in",
    queue: "Applications",
    reject: "Reject",
    rejectSend: "Reject with these reasons",
    reason: "Reason in general",
    capital: "Capital",
    rejected: "Rejected. The applicant gets an e-mail with the reasons.",
    ask: "Ask for more",
    question: "Question",
    askSend: "Send the question",
    asked: "Asked. The applicant gets an e-mail with the question.",
    answer: "Your answer",
    answerSend: "Send the answer",
    again: "Send the application again",
    changed: "Changed since the last time: 1",
    approve: "Approve",
    approved: "Approved. The applicant gets an e-mail.",
    screened: "Being screened",
    done: "Approved",
    rejectedMail: "The result of your application as a supplier",
    askedMail: "A question about your application",
    audit: "Audit log",
    entry: "Application rejected",
    next: "Next",
    missed: "Nothing was decided",
  },
  ja: {
    send: "送信",
    verify: "確認する",
    login: "メールアドレスまたはアカウント番号",
    password: "パスワード",
    enter: "ログイン",
    queue: "申込審査",
    reject: "却下",
    rejectSend: "この理由で却下する",
    reason: "全体の理由",
    capital: "資本金",
    rejected: "却下しました。申込者に理由を記したメールが届きます。",
    ask: "追加の確認",
    question: "確認事項",
    askSend: "確認事項を送信",
    asked: "確認事項を送信しました。申込者にメールが届きます。",
    answer: "ご回答",
    answerSend: "回答を送信",
    again: "再び申請する",
    changed: "前回から変更された項目：1件",
    approve: "承認",
    approved: "承認しました。申込者にメールが届きます。",
    screened: "審査中",
    done: "承認",
    rejectedMail: "販売ユーザーのお申し込みの審査結果について",
    askedMail: "お申し込みについてのご確認",
    audit: "操作履歴",
    entry: "申込を却下",
    next: "次へ",
    missed: "審査結果は登録されませんでした",
  },
} satisfies Record<Language, Record<string, string>>;

const button = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Registers as a supplier, opens the mailed link and signs in. */
async function register(page: Page, watch: Watch, lang: Language, email: string, company: string): Promise<void> {
  const say = said[lang];
  await page.goto("/sign-up/supplier");
  await page.locator("#name").fill("山田 太郎");
  await page.locator("#furigana").fill("ヤマダ タロウ");
  await page.locator("#email").fill(email);
  await page.locator("#company").fill(company);
  await page.locator("#country").selectOption("JP");
  await page.locator("#postcode").fill("100-0001");
  await page.locator("#address").fill("東京都千代田区千代田1-1");
  await page.locator("#phone").fill("03-1234-5678");
  await page.locator("#url").fill("None");
  await page.locator("#business").fill("Electronic parts");
  await page.locator("#established").fill("2020-02-03");
  await page.locator("#capital").fill("6,000");
  await page.locator("#representative").fill("山田 花子");
  await page.locator("#purpose").fill("Selling parts");
  await page.locator("#agreed").check();
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
  await button(page, say.send).click();
  await expect(page).toHaveURL("/sign-up/sent");
  const words = await letter(page, watch, email, /\/k\/[\w-]+/);
  await page.goto(/\/k\/[\w-]+/.exec(words)?.[0] ?? "");
  await button(page, say.verify).click();
  await expect(page).toHaveURL(/done=supplier/);
  await page.goto("/sign-in?type=supplier");
  await page.getByLabel(say.login).fill(email);
  await page.getByRole("textbox", { name: say.password }).fill(PASSWORD);
  await button(page, say.enter).click();
  await expect(page).toHaveURL("/account/application");
}

/** The text of the newest mail to somebody that says something. */
async function letter(page: Page, watch: Watch, email: string, says: string | RegExp): Promise<string> {
  watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
  const tab = await page.context().newPage();
  const row = tab.getByRole("row").filter({ hasText: email }).first();
  let text = "";
  await expect(async () => {
    await tab.goto("/letters");
    await expect(row).toBeVisible({ timeout: 500 });
    await row.getByRole("link").click();
    const main = tab.getByRole("main");
    await expect(main).toContainText(says, { timeout: 500 });
    text = (await main.textContent()) ?? "";
  }).toPass();
  await tab.close();
  return text;
}

/** Opens the application of a company from the queue. */
async function open(desk: Page, company: string): Promise<void> {
  await desk.goto(`/staff/applications?text=${encodeURIComponent(company)}`);
  await desk.getByRole("link", { name: company }).click();
  await expect(desk.getByRole("main")).toContainText(company);
  await expect(desk).toHaveURL(/\/staff\/applications\/\d+/);
}

for (const lang of ["en", "ja"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test("@plain an applicant is rejected with reasons, corrects, answers and is approved", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      const say = said[lang];
      const company = `Yamada ${randomUUID().slice(0, 8)}`;
      const email = `${randomUUID().slice(0, 8)}@example.com`;
      await register(page, watch, lang, email, company);
      await expect(page.getByRole("main")).toContainText(say.screened);

      const desk = await anotherBrowser();
      await staff(desk);
      await desk.goto("/staff");
      await axe(desk);
      await open(desk, company);
      await axe(desk);

      await desk.getByText(say.reject, { exact: true }).click();
      await desk.locator("#reason").fill("Please see the field.");
      await desk.locator("#fields-capital").fill("A zero is missing.");
      await button(desk, say.rejectSend).click();
      await expect(desk.getByRole("status").filter({ hasText: say.rejected })).toBeVisible();
      await axe(desk);
      const mail = await letter(page, watch, email, say.rejectedMail);
      expect(mail).toContain("A zero is missing.");

      // Z42: from the stored form, with the reason at its field.
      await page.goto("/account/application");
      await expect(page.locator("#capital-caution")).toContainText("A zero is missing.");
      await expect(page.locator("#capital")).toHaveValue("6,000");
      await axe(page);
      await page.locator("#capital").fill("6,000,000");
      await page.locator("#agreed").check();
      await button(page, say.again).click();
      await expect(page.getByRole("main")).toContainText(say.screened);

      await open(desk, company);
      await expect(desk.getByRole("main")).toContainText(say.changed);
      await expect(desk.locator("del")).toHaveText("6,000");
      await expect(desk.locator("ins")).toHaveText("6,000,000");
      await axe(desk);

      await desk.getByText(say.ask, { exact: true }).click();
      await desk.locator("#question").fill("Which makers do you deal in?");
      await button(desk, say.askSend).click();
      await expect(desk.getByRole("status").filter({ hasText: say.asked })).toBeVisible();
      expect(await letter(page, watch, email, say.askedMail)).toContain("Which makers do you deal in?");
      await page.goto("/account/application");
      await axe(page);
      await page.getByLabel(say.answer).fill("JST and HRS.");
      await button(page, say.answerSend).click();
      await expect(page.getByRole("main")).toContainText(say.screened);

      await open(desk, company);
      await expect(desk.getByRole("main")).toContainText("JST and HRS.");
      await button(desk, say.approve).click();
      await expect(desk.getByRole("status").filter({ hasText: say.approved })).toBeVisible();
      await page.goto("/account/application");
      await expect(page.getByRole("main")).toContainText(say.done);

      await desk.goto(`/staff/audit?whom=${encodeURIComponent(company)}`);
      await expect(heading(desk)).toHaveText(say.audit);
      await expect(desk.getByRole("cell", { name: say.entry })).toBeVisible();
      await axe(desk);
      await desk.setViewportSize({ width: 390, height: 800 });
      for (const path of ["/staff", "/staff/applications?state=all", "/staff/audit"]) {
        await desk.goto(path);
        await axe(desk);
      }
    });
  });
}

test("the keys go through the queue, lead to the decision, and keep out of what is typed", async ({ page }) => {
  await staff(page);
  await page.goto("/staff/applications?state=all");
  await expect(page.getByText("Keys: j next row")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("a.queue-open").first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.locator("a.queue-open").nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/staff\/applications\/\d+\?state=all/);
  const first = page.url();
  await expect(page.getByText("Keys: j next, k previous")).toBeVisible();
  const title = await heading(page).innerText();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(first);
  await expect(heading(page)).not.toHaveText(title);
  await page.keyboard.press("k");
  await expect(page).toHaveURL(first);

  await page.goto("/staff/applications");
  await page.locator("a.queue-open").first().click();
  await expect(page.getByText("Keys: j next, k previous")).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.locator("#approve")).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.locator("#reason")).toBeFocused();
  const here = page.url();
  await page.keyboard.type("jkar");
  await expect(page.locator("#reason")).toHaveValue("jkar");
  expect(page.url()).toBe(here);

  await page.getByRole("button", { name: "Switch these keys off" }).click();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("a");
  await expect(page.locator("#approve")).not.toBeFocused();
});

test("of two deciders the one who is late is told who decided", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/409/, "the answer's own status");
  const company = `Twice ${randomUUID().slice(0, 8)}`;
  await register(page, watch, "en", `${randomUUID().slice(0, 8)}@example.com`, company);
  const [desk, mate] = [await anotherBrowser(), await anotherBrowser()];
  for (const one of [desk, mate]) {
    await staff(one);
    await open(one, company);
  }
  await button(desk, "Approve").click();
  await expect(desk.getByRole("status").filter({ hasText: said.en.approved })).toBeVisible();
  await mate.getByText("Reject", { exact: true }).click();
  await mate.locator("#reason").fill("No.");
  await button(mate, said.en.rejectSend).click();
  await expect(mate.getByRole("alert")).toContainText(said.en.missed);
  await expect(mate.getByRole("alert")).toContainText("Desk was faster");
  await axe(mate);
});
