// The desk of the owner's people: a message is answered by mail, a notice stands on the status page and on every page, a failed mail is
// sent on its way again (R020, R031, R112). Tests marked @plain run again where scripts are switched off.

import { randomUUID } from "node:crypto";

import type { Page } from "@playwright/test";

import { axe, expect, test, type Language, type Watch } from "../fixtures";
import { ownAddress } from "../people";
import { sql, staff } from "../staff";


const said = {
  en: {
    send: "Send",
    answer: "Send the answer",
    answered: "Answered. The writer gets a mail.",
    subject: "About your message",
    frame: "This is our answer to your message",
    publish: "Publish",
    published: "Published.",
    status: "Service status",
    statusTitle: "Status of the service",
    good: "Sending mails",
    news: "News: ",
    away: "Put away: ",
    end: "End it now",
    ended: "Ended.",
  },
  ja: {
    send: "送信",
    answer: "回答を送信",
    answered: "回答しました。送信者にメールが届きます。",
    subject: "お問い合わせへのご回答",
    frame: "下記のとおりご回答いたします",
    publish: "公開",
    published: "公開しました。",
    status: "稼働状況",
    statusTitle: "サービスの稼働状況",
    good: "メール送信",
    news: "お知らせ: ",
    away: "を閉じる",
    end: "今すぐ終了する",
    ended: "終了しました。",
  },
} satisfies Record<Language, Record<string, string>>;

const button = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true });

/** The text of the newest mail to somebody that says something. */
async function letter(page: Page, watch: Watch, email: string, subject: string): Promise<string> {
  watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
  const tab = await page.context().newPage();
  const row = tab.getByRole("row").filter({ hasText: email }).filter({ hasText: subject }).first();
  await expect(async () => {
    await tab.goto("/letters");
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass();
  await row.getByRole("link").click();
  await expect(tab).toHaveURL(/\/letters\/.+/);
  await expect(tab.getByRole("main")).toContainText(email);
  const text = (await tab.getByRole("main").textContent()) ?? "";
  await tab.close();
  return text;
}

/** A visitor without an account writes; the number of the message. */
async function write(page: Page, lang: Language, email: string): Promise<string> {
  await page.goto("/contact?topic=csv");
  await page.locator("#message").fill("Our list has eleven columns.");
  await page.locator("#name").fill("Hannah Schmidt");
  await page.locator("#email").fill(email);
  await button(page, said[lang].send).click();
  await expect(page).toHaveURL(/\/contact\/received\//);
  return (await page.getByText(/^CM-\d{6,}$/).textContent()) ?? "CM-";
}

async function fitsAPhone(page: Page, paths: string[]): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of paths) {
    await page.goto(path);
    await axe(page);
  }
}

for (const lang of ["en", "ja"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test("@plain a visitor without an account is answered by mail", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      const say = said[lang];
      const email = ownAddress("writer");
      const number = await write(page, lang, email);
      const desk = await anotherBrowser();
      await staff(desk);
      await desk.goto("/staff/messages");
      await axe(desk);
      await desk.getByRole("link", { name: number }).click();
      await expect(desk.getByRole("main")).toContainText("Our list has eleven columns.");
      await axe(desk);
      await desk.locator("#answer").fill("Yes, we can.");
      await button(desk, say.answer).click();
      await expect(desk.getByRole("status").filter({ hasText: say.answered })).toBeVisible();
      await axe(desk);
      const mail = await letter(page, watch, email, say.subject);
      for (const part of ["Yes, we can.", "Our list has eleven columns.", number, say.frame]) expect(mail).toContain(part);
      await fitsAPhone(desk, ["/staff/messages?state=all", "/staff/notices", "/staff/mails?state=all", "/staff/jobs?state=all"]);
    });

    test("@plain a notice stands on the status page and on every page until it is put away", async ({ page, anotherBrowser }) => {
      test.slow();
      const say = said[lang];
      const title = `Fair ${randomUUID().slice(0, 8)}`;
      const desk = await anotherBrowser();
      await staff(desk);
      await desk.goto("/staff/notices");
      await axe(desk);
      await desk.locator("#kind").selectOption("announcement");
      await desk.locator("#title_ja").fill(title);
      await desk.locator("#text_ja").fill("Stand 12.");
      await desk.locator("#title_en").fill(title);
      await desk.locator("#text_en").fill("Stand 12.");
      await desk.locator("input[name=banner]").check();
      await button(desk, say.publish).click();
      await expect(desk.getByRole("status").filter({ hasText: say.published })).toBeVisible();

      const banner = page.locator(".banner").filter({ hasText: title });
      for (const path of ["/", "/search?q=tc74", "/contact"]) {
        await page.goto(path);
        await expect(banner).toContainText(`${say.news}${title}`);
        await axe(page);
      }
      await page.getByRole("contentinfo").getByRole("link", { name: say.status }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say.statusTitle);
      await expect(page.getByRole("main")).toContainText("Stand 12.");
      await expect(page.getByRole("main")).toContainText(say.good);
      await axe(page);
      await page.goto("/contact");
      await banner.getByRole("button", { name: new RegExp(say.away) }).click();
      await expect(page).toHaveURL("/contact");
      await expect(banner).toHaveCount(0);

      await desk.goto("/staff/notices");
      await desk.getByRole("link", { name: title }).click();
      await button(desk, say.end).click();
      await expect(desk.getByRole("status").filter({ hasText: say.ended })).toBeVisible();
      await axe(desk);
      await page.goto("/status");
      await expect(page.getByRole("main")).toContainText(title);
      await fitsAPhone(page, ["/status"]);
    });
  });
}

test("@plain a failed mail is sent on its way again", async ({ page, watch, anotherBrowser }) => {
  test.slow();
  const email = ownAddress("failed");
  await write(page, "en", email);
  await letter(page, watch, email, "We have received your message");
  // The folder of a development server takes every mail; one is made to look given up.
  sql(`UPDATE outbox SET state = 'failed', finished_at = created_at, last_error = 'refused for good: 550 no such user' WHERE recipient = '${email}'`);
  const desk = await anotherBrowser();
  await staff(desk);
  await desk.goto("/staff/mails");
  const row = desk.getByRole("row").filter({ hasText: "f***@example.com" });
  await expect(row).toContainText("550 no such user");
  await expect(desk.getByRole("main")).not.toContainText(email);
  await axe(desk);
  await row.getByRole("radio").check();
  await desk.locator("#reason").fill("The mailbox is there again.");
  await button(desk, "Try the chosen one again").click();
  await expect(desk.getByRole("status").filter({ hasText: "It is on its way again." })).toBeVisible();
  await expect(async () => {
    await desk.goto("/staff/mails?state=failed");
    await expect(row).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await desk.goto("/staff/audit?what=mail_retried");
  await expect(desk.getByRole("main")).toContainText("The mailbox is there again.");
});
