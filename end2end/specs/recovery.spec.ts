// A new password: by the link in a mail, and on the account's own page (R062–R064, R078).

import { axe, expect, test } from "../fixtures";
import { PASSWORD, freshBuyer, newestLink, ownAddress, signIn } from "../people";

const NEW = "tokyo!lamp77orchid";

test("@plain a forgotten password is set anew by the link in the mail", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/422/, "a new password that is too short");
  watch.forgive(/410/, "the link is used");
  watch.forgive(/401/, "the old password");
  const [email, box] = [ownAddress("forgot"), await anotherBrowser()];
  await freshBuyer(box, email);
  const signedIn = await anotherBrowser();
  await signIn(signedIn, email);

  await page.goto("/sign-in");
  await page.getByRole("main").getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page).toHaveTitle("Forgot your password? – Reelstock");
  await axe(page);
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Please look into your mail" })).toBeVisible();
  await axe(page);

  const link = await newestLink(box, email, 3);
  await page.goto(link);
  await expect(page).toHaveURL("/sign-in/new-password");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reset/register password");
  await axe(page);
  const fresh = page.locator("#password");
  const again = page.locator("#password_again");
  await fresh.fill("short-1");
  await again.fill("short-1");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("alert")).toContainText("A password has at least 8 characters.");
  await expect(fresh).toHaveValue("");
  await axe(page);
  await fresh.fill(NEW);
  await again.fill(NEW);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("The new password is set");
  await axe(page);

  await signedIn.goto("/account/password");
  await expect(signedIn, "signed in nowhere any more").toHaveURL(/\/sign-in\?next=/);
  await page.goto(link);
  await expect(page.getByRole("alert")).toContainText("This link has been used");
  await axe(page);
  await page.getByRole("link", { name: "Begin again" }).click();
  await expect(page).toHaveURL("/sign-in/forgot");

  await page.goto("/sign-in");
  await page.locator("#account_type-buyer").check();
  await page.locator("#login").fill(email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await signIn(page, email, NEW);
});

test("@plain the form of one link does not act with a link that another tab has opened", async ({
  page,
  watch,
  anotherBrowser,
}) => {
  watch.forgive(/409/, "the form belongs to another link");
  const [first, second, box] = [ownAddress("first"), ownAddress("second"), await anotherBrowser()];
  const tab = await page.context().newPage();
  for (const [email, shown] of [
    [first, page],
    [second, tab],
  ] as const) {
    await freshBuyer(box, email);
    const headers = { origin: new URL(box.url()).origin };
    const asked = await box.request.post("/sign-in/forgot", { form: { email }, headers });
    expect(asked.ok()).toBe(true);
    await shown.goto(await newestLink(box, email, 3));
  }

  await page.locator("#password").fill(NEW);
  await page.locator("#password_again").fill(NEW);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("alert")).toContainText("Another link was opened in this browser");
  await expect(page.locator("#password")).toHaveCount(0);
  await axe(page);

  await tab.locator("#password").fill(NEW);
  await tab.locator("#password_again").fill(NEW);
  await tab.getByRole("button", { name: "Set the password" }).click();
  await expect(tab.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("The new password is set");
  await signIn(await anotherBrowser(), first);
});

test("@plain what is no address is named, and stays as it was typed", async ({ page, watch }) => {
  watch.forgive(/422/, "the answer's own status");
  await page.goto("/sign-in/forgot");
  await page.getByRole("textbox", { name: "E-mail" }).fill("jane@harbour");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveValue("jane@harbour");
  await axe(page);
});

test("a new password is judged while it is typed", async ({ page, anotherBrowser }) => {
  const [email, box] = [ownAddress("typing"), await anotherBrowser()];
  await freshBuyer(box, email);
  await signIn(page, email);
  await page.goto("/account/password");
  // It is there once the program is awake.
  await expect(page.getByRole("button", { name: "Show Current password" })).toBeVisible();
  const [fresh, again] = [page.locator("#password"), page.locator("#password_again")];
  await fresh.fill("letters-only");
  await again.focus();
  await expect(page.locator("#password-fault")).toContainText("letters, digits and signs");
  await fresh.fill(NEW);
  await expect(page.locator("#password-fault")).toHaveCount(0);
  await again.fill("something else");
  await page.locator("#current").focus();
  await expect(page.locator("#password_again-fault")).toContainText("not the same");
});

test("@plain a password is changed, and the other devices are logged out", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/422/, "a wrong current password");
  const [email, box] = [ownAddress("change"), await anotherBrowser()];
  await freshBuyer(box, email);
  const other = await anotherBrowser();
  await signIn(other, email);
  await signIn(page, email);
  await page.goto("/account/password");
  await axe(page);
  for (const current of ["Wrong-guess-1", PASSWORD]) {
    await page.locator("#current").fill(current);
    await page.locator("#password").fill(NEW);
    await page.locator("#password_again").fill(NEW);
    await page.getByRole("button", { name: "Change the password" }).click();
    if (current !== PASSWORD) {
      await expect(page.getByRole("alert")).toContainText("This is not your password.");
      await axe(page);
    }
  }
  await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("The password is changed");
  await axe(page);
  await other.goto("/account/password");
  await expect(other).toHaveURL(/\/sign-in\?next=/);
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain パスワードを忘れたとき", async ({ page, anotherBrowser }) => {
    const [email, box] = [ownAddress("wasureta"), await anotherBrowser()];
    await freshBuyer(box, email);
    await page.goto("/sign-in/forgot");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("パスワードをお忘れですか");
    await axe(page);
    await page.getByRole("textbox", { name: "メールアドレス" }).fill(email);
    await page.getByRole("button", { name: "送信" }).click();
    await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("メールをご確認ください");
    await page.goto(await newestLink(box, email, 3));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("パスワードの再設定・登録");
    await axe(page);
    await page.locator("#password").fill(NEW);
    await page.locator("#password_again").fill(NEW);
    await page.getByRole("button", { name: "パスワードを設定" }).click();
    await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("新しいパスワードを設定しました");
    await signIn(page, email, NEW);
  });
});
