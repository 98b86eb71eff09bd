// Signing up: the form, the page that waits, the mailed link and its code, and the log-in at the end (R021–R036).
// Tests marked @plain run a second time where scripts are switched off.

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test, type Language, type Watch } from "../fixtures";
import { codeIn } from "../people";

const PASSWORD = "kaji!tsubo88ren";

const said = {
  en: {
    buyer: "Sign up as a buyer",
    supplier: "Sign up as a supplier",
    send: "Send",
    waiting: "Verify Email",
    already: "Already verified",
    early: "Not verified yet",
    verify: "Verify",
    done: "Your address is verified",
    logIn: "Log in",
  },
  ja: {
    buyer: "購入ユーザー登録",
    supplier: "販売ユーザー登録",
    send: "送信",
    waiting: "メールアドレスの確認",
    already: "確認済み",
    early: "まだ確認されていません",
    verify: "確認する",
    done: "メールアドレスが確認されました",
    logIn: "ログイン",
  },
} satisfies Record<Language, Record<string, string>>;

const button = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const summary = (page: Page) => page.getByRole("alert");

/** An address that no other run of any test has. */
const address = (story: string) => `${story}-${test.info().project.name}@example.com`;

/** Fills in the form, but for the password. */
async function introduce(page: Page, email: string): Promise<void> {
  await page.locator("#name").fill("山田 太郎");
  await page.locator("#furigana").fill("ヤマダ タロウ");
  await page.locator("#email").fill(email);
  await page.locator("#company").fill("Yamada Trading");
  await page.locator("#country").selectOption("JP");
  await page.locator("#postcode").fill("100-0001");
  await page.locator("#address").fill("東京都千代田区千代田1-1");
  await page.locator("#phone").fill("03-1234-5678");
  await page.locator("#url").fill("None");
  await page.locator("#business").fill("Electronic parts\nand more");
  await page.locator("#established").fill("2020-02-03");
  await page.locator("#capital").fill("6,000,000");
  await page.locator("#representative").fill("山田 花子");
  await page.locator("#purpose").fill("Buying & selling");
  await page.locator("#agreed").check();
}

async function choosePassword(page: Page): Promise<void> {
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
}

/** Reads the newest confirmation mail to an address in the letter box: the path of its link, and its code. */
async function confirmation(page: Page, watch: Watch, email: string): Promise<{ link: string; code: string }> {
  watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
  const tab = await page.context().newPage();
  const row = tab.getByRole("row").filter({ hasText: email }).first();
  await expect(async () => {
    await tab.goto("/letters");
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass();
  await row.getByRole("link").click();
  const text = tab.getByRole("main").getByText(/\/k\/[\w-]+/).first();
  const words = (await text.textContent()) ?? "";
  await tab.close();
  return { link: /\/k\/[\w-]+/.exec(words)?.[0] ?? "", code: codeIn(words) };
}

/** Registers as far as the waiting page. */
async function register(page: Page, kind: "buyer" | "supplier", email: string, send: string): Promise<void> {
  await page.goto(`/sign-up/${kind}`);
  await introduce(page, email);
  await choosePassword(page);
  await button(page, send).click();
  await expect(page).toHaveURL("/sign-up/sent");
}

const stories: [Language, "buyer" | "supplier"][] = [
  ["en", "buyer"],
  ["ja", "supplier"],
];
for (const [lang, kind] of stories) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });
    const words = said[lang];

    test(`@plain a ${kind} registers, opens the link and logs in`, async ({ page, watch }) => {
      watch.forgive(/403/, "the answer's own status, for who goes on too early");
      const email = address(`sign-up-${lang}-${kind}`);
      await page.goto("/");
      await page.goto(`/sign-up/${kind}`);
      await expect(page).toHaveTitle(`${words[kind]} – Reelstock`);
      await expect(heading(page)).toHaveText(words[kind]);
      await axe(page);
      await introduce(page, email);
      await choosePassword(page);
      await button(page, words.send).click();

      await expect(page).toHaveURL("/sign-up/sent");
      await expect(heading(page)).toHaveText(words.waiting);
      await expect(page.getByText(email, { exact: true })).toBeVisible();
      await axe(page);
      await button(page, words.already).click();
      await expect(summary(page)).toContainText(words.early);
      await expect(summary(page)).toBeFocused();
      await axe(page);

      const { link } = await confirmation(page, watch, email);
      const opened = await page.context().newPage();
      await opened.goto(link);
      await expect(opened).toHaveURL("/sign-up/verify");
      await expect(opened.locator("#password")).toHaveCount(0);
      await axe(opened);
      await button(opened, words.verify).click();
      await expect(heading(opened)).toHaveText(words.done);
      await axe(opened);
      await opened.close();

      // The first page goes on by itself; where nothing runs in it, its button does.
      if (!scripted()) await button(page, words.already).click();
      await expect(page).toHaveURL(`/sign-in?type=${kind}`);
      await expect(page.locator(`#account_type-${kind}`)).toBeChecked();
      // Where a supplier goes from here, while it is screened, is told by the room of its account.
      if (kind === "supplier") return;
      await page.locator("#login").fill(email);
      await page.locator("#password").fill(PASSWORD);
      await button(page, words.logIn).click();
      await expect(page).not.toHaveURL(/sign-in/);
      await expect(page.getByText("山田 太郎").first()).toBeAttached();
    });
  });
}

test("@plain the mailed code does the same as the link", async ({ page, watch }) => {
  watch.forgive(/422/, "the answer's own status");
  const email = address("sign-up-code");
  await register(page, "buyer", email, "Send");
  await page.getByLabel("Code of 8 digits").fill("1234");
  await button(page, "Verify with the code").click();
  await expect(summary(page).getByRole("link")).toHaveText([/^Code of 8 digits: /]);
  await expect(page.getByLabel("Code of 8 digits")).toHaveValue("1234");
  await axe(page);
  const { code } = await confirmation(page, watch, email);
  await page.getByLabel("Code of 8 digits").fill(code);
  await button(page, "Verify with the code").click();
  await expect(page).toHaveURL("/sign-in?type=buyer");
});

test("the page goes on when the link is opened in another browser, which is asked for the password", async ({
  page,
  watch,
  anotherBrowser,
}) => {
  watch.forgive(/422/, "the answer's own status");
  const email = address("sign-up-other");
  await register(page, "buyer", email, "Send");
  const { link } = await confirmation(page, watch, email);
  const phone = await anotherBrowser();
  await phone.goto(link);
  await expect(phone.getByText("another browser")).toBeVisible();
  await axe(phone);
  await button(phone, "Verify").click();
  await expect(summary(phone).getByRole("link")).toHaveText([/^Password: /]);
  await phone.locator("#password").fill(PASSWORD);
  await button(phone, "Verify").click();
  await expect(heading(phone)).toHaveText("Your address is verified");

  await expect(page).toHaveURL("/sign-in?type=buyer");
  await expect(page.getByLabel("Buyer")).toBeChecked();
  await axe(page);
});

test("@plain a form with faults comes back as it was typed, without its passwords", async ({ page, watch }) => {
  watch.forgive(/422/, "the answer's own status");
  await page.goto("/sign-up/supplier");
  await introduce(page, "supplier1@reelstock.example");
  await choosePassword(page);
  await button(page, "Send").click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("heading")).toHaveText("1 thing to correct");
  await expect(summary(page)).toContainText("please enter them again");
  await axe(page);
  await expect(page.locator("#email")).toHaveValue("supplier1@reelstock.example");
  await expect(page.locator("#business")).toHaveValue("Electronic parts\nand more");
  await expect(page.locator("#country")).toHaveValue("JP");
  await expect(page.locator("#established")).toHaveValue("2020-02-03");
  await expect(page.locator("#agreed")).toBeChecked();
  await expect(page.locator("#password")).toHaveValue("");
  const ways = page.getByRole("main").getByRole("link", { name: "Log in with this address" });
  await expect(ways).toHaveCount(2);
  await ways.last().click();
  await expect(page).toHaveURL("/sign-in?type=supplier");
  await expect(page.getByLabel("Supplier")).toBeChecked();
});

test("@plain an empty form names all that is missing", async ({ page, watch }) => {
  watch.tolerate(/422/, "the answer's own status, where the form is sent before the program wakes");
  await page.goto("/sign-up/buyer");
  await expect(page.getByRole("link", { name: "Terms of use" }).first()).toHaveAttribute("href", "/terms");
  await expect(async () => {
    await button(page, "Send").click();
    await expect(summary(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await expect(summary(page).getByRole("link")).toHaveCount(14);
  await axe(page);
  await summary(page).getByRole("link", { name: /^Postcode: / }).click();
  await expect(page.locator("#postcode")).toBeFocused();
  await page.getByRole("main").getByRole("link", { name: /You want to sell/ }).click();
  await expect(page).toHaveURL("/sign-up/supplier");
  await expect(heading(page)).toHaveText("Sign up as a supplier");
  await expect(page.getByLabel("Capital")).toHaveAttribute("required", "");
});

test("what is wrong is said while the form is filled in", async ({ page }) => {
  await page.goto("/sign-up/buyer");
  // The buttons appear with the program.
  await expect(page.getByRole("button", { name: "Show Password", exact: true })).toBeVisible();
  await page.locator("#country").selectOption("JP");
  const postcode = page.locator("#postcode");
  await postcode.fill("80331");
  await postcode.blur();
  await expect(postcode).toHaveAccessibleDescription(/seven digits, such as/);
  await expect(postcode).toHaveAttribute("aria-invalid", "true");
  await page.locator("#country").selectOption("DE");
  await expect(postcode).not.toHaveAttribute("aria-invalid");
  await expect(page.getByLabel("Country code of the phone")).toHaveValue("DE");

  await page.locator("#name").fill("Hannah Schmidt");
  const [password, again] = [page.locator("#password"), page.locator("#password_again")];
  await password.fill("Schmidt-1");
  await expect(page.getByText("Does not keep the rules yet")).toBeVisible();
  await password.blur();
  await expect(password).toHaveAccessibleDescription(/do not build the password from your name/);
  await password.fill(PASSWORD);
  await expect(password).not.toHaveAttribute("aria-invalid");
  await expect(page.getByRole("meter")).toHaveAccessibleName("Strength of the password");
  await expect(page.getByText(/^(Good|Strong)$/)).toBeVisible();
  await again.fill("kaji");
  await again.blur();
  await expect(again).toHaveAccessibleDescription(/not the same/);
  await again.fill(PASSWORD);
  await expect(again).not.toHaveAttribute("aria-invalid");
  await page.getByRole("button", { name: "Show Password", exact: true }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.locator("#agreed").check();
  await page.locator("#agreed").uncheck();
  await expect(page.locator("#agreed")).toHaveAccessibleDescription(/tick this box/);
  await axe(page);
});

test("@plain a link that is no good says how to begin again", async ({ page, watch }) => {
  watch.forgive(/410/, "the answer's own status");
  await page.goto("/k/AAAAAAAAAAAAAAAAAAAAAAAA");
  await expect(page).toHaveURL("/sign-up/verify");
  await expect(summary(page)).toContainText("This session has expired");
  await axe(page);
  await page.getByRole("main").getByRole("link", { name: "Sign up as a buyer" }).click();
  await expect(heading(page)).toHaveText("Sign up as a buyer");
  await page.goto("/sign-up/sent");
  await expect(page.getByRole("main")).toContainText("waits for no confirmation");
  await axe(page);
});

test("@plain both registrations stand in the menu", async ({ page }) => {
  await page.goto("/");
  const menu = page.getByRole("navigation", { name: "Main" });
  await menu.getByText("Sign up", { exact: true }).click();
  await menu.getByRole("link", { name: "Supplier user registration" }).click();
  await expect(heading(page)).toHaveText("Sign up as a supplier");
});
