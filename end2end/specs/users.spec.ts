// The users of a company: invited, come, given roles, removed (R050–R054, Z40).

import type { Page } from "@playwright/test";

import { axe, expect, scripted, test } from "../fixtures";
import { freshBuyer, newestLink, ownAddress, PASSWORD, signIn } from "../people";

const status = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

/** Opens "Add user", which is closed until somebody wants it. */
async function openAdd(page: Page, name: string): Promise<void> {
  await page.locator("summary").filter({ hasText: name }).click();
  await expect(page.locator("#email")).toBeVisible();
}

/** Fills the form behind an invitation; the name stands there already. */
async function register(page: Page, button: string): Promise<void> {
  await page.locator("#furigana").fill("サトウ ジロウ");
  await page.locator("#phone").fill("03-5550-0105");
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
  await page.locator("#agreed").check();
  await page.getByRole("button", { name: button, exact: true }).click();
}

test("@plain a user is invited, registers, is given a role and removed", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/403/, "the answer's own status");
  const [chief, jiro, box] = [ownAddress("chief"), ownAddress("jiro"), await anotherBrowser()];
  await freshBuyer(box, chief);
  await signIn(page, chief);
  await page.goto("/account");
  await page.getByRole("main").getByRole("link", { name: "List of user management" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("List of user management");
  await expect(page.getByText("Nobody is invited at the moment.")).toBeVisible();
  await axe(page);

  await openAdd(page, "Add user");
  await page.locator("#email").fill(jiro);
  await page.locator("#name").fill("Jiro Sato");
  await page.locator("#role-member").check();
  await axe(page);
  await page.getByRole("button", { name: "Send an email" }).click();
  await expect(status(page, "The invitation is on its way")).toBeVisible();
  await expect(page.getByRole("rowheader").filter({ hasText: jiro })).toBeVisible();
  await axe(page);

  // Sent again at once, it is the mail that is on its way already.
  const link = await newestLink(box, jiro, 1);
  await page.getByRole("button", { name: `Send the invitation to ${jiro} again` }).click();
  await expect(status(page, "The invitation is sent again")).toBeVisible();

  const phone = await anotherBrowser();
  await phone.goto(link);
  await expect(phone).toHaveURL("/sign-up/join");
  await expect(phone.getByText("Isartal Components has invited you")).toBeVisible();
  await expect(phone.locator("#name")).toHaveValue("Jiro Sato");
  await axe(phone);
  await register(phone, "Register");
  await expect(status(phone, "You are registered")).toBeVisible();
  await axe(phone);
  await signIn(phone, jiro);

  // A colleague sees who is there, and no more.
  await phone.goto("/account/users");
  await expect(phone.getByRole("cell", { name: chief })).toBeVisible();
  await expect(phone.locator("summary").filter({ hasText: "Add user" })).toHaveCount(0);
  await axe(phone);

  await page.goto("/account/users");
  await page.getByRole("link", { name: "Change Jiro Sato" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("User");
  await axe(page);
  await page.locator("#role-stock").check();
  await page.getByRole("button", { name: "Change the role" }).click();
  await expect(status(page, "The role is changed")).toBeVisible();
  await expect(page.getByRole("cell", { name: "Stock only" })).toBeVisible();

  // It holds with the next click: who keeps the stock requests nothing.
  await phone.goto("/request");
  await expect(phone.getByText("Your account does not allow this.")).toBeVisible();

  await page.getByRole("link", { name: "Change Jiro Sato" }).click();
  await page.getByRole("button", { name: "Remove this user" }).click();
  await expect(status(page, "The user is removed")).toBeVisible();
  await expect(page.getByText(jiro)).toHaveCount(0);
  await axe(page);
  await phone.goto("/account");
  await expect(phone).toHaveURL(/\/sign-in\?next=/);
});

test("@plain an invitation that was taken back has a way on", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/410/, "the answer's own status");
  const [chief, jiro, box] = [ownAddress("chief"), ownAddress("jiro"), await anotherBrowser()];
  await freshBuyer(box, chief);
  await signIn(page, chief);
  await page.goto("/account/users");
  await openAdd(page, "Add user");
  await page.locator("#email").fill(jiro);
  await page.getByRole("button", { name: "Send an email" }).click();
  const link = await newestLink(box, jiro, 1);
  await page.getByRole("button", { name: `Take back the invitation to ${jiro}` }).click();
  await expect(status(page, "The invitation is taken back")).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole("alert")).toContainText("This invitation is no longer good");
  await expect(page.getByRole("main").getByRole("link", { name: "Write to us" })).toBeVisible();
  await axe(page);
});

test("@plain faults lead to their fields, and the last administrator stays", async ({ page, watch, anotherBrowser }) => {
  const [chief, jiro, box] = [ownAddress("chief"), ownAddress("jiro"), await anotherBrowser()];
  await freshBuyer(box, chief);
  await signIn(page, chief);
  await page.goto("/account/users");
  watch.forgive(/422/, "the answer's own status");
  await openAdd(page, "Add user");
  await page.locator("#email").fill("jiro@midori");
  await page.getByRole("button", { name: "Send an email" }).click();
  await expect(page.getByRole("alert")).toContainText("is not complete");
  await expect(page.locator("#email")).toHaveValue("jiro@midori");
  await axe(page);
  await page.locator("#email").fill(jiro);
  await page.getByRole("button", { name: "Send an email" }).click();
  const link = await newestLink(box, jiro, 1);
  await page.getByRole("link", { name: "Change Hannah Schmidt" }).click();
  await expect(page.getByText("Your company needs an administrator.")).toBeVisible();
  await axe(page);

  const phone = await anotherBrowser();
  await phone.goto(link);
  await phone.locator("#name").fill("Jiro Sato");
  await phone.locator("#password").fill("Isartal-1");
  await phone.getByRole("button", { name: "Register", exact: true }).click();
  await expect(phone.getByRole("alert")).toContainText("things to correct");
  await expect(phone.getByRole("alert")).toContainText("Please do not build the password from your name");
  await axe(phone);
  if (scripted()) {
    await phone.locator("#password").fill(PASSWORD);
    await expect(phone.getByText("Strength of the password")).toBeVisible();
  }
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain ユーザーを招待し、登録する", async ({ page, anotherBrowser }) => {
    const [chief, jiro, box] = [ownAddress("kanri"), ownAddress("jiro"), await anotherBrowser()];
    await freshBuyer(box, chief);
    await signIn(page, chief);
    await page.goto("/account/users");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("ユーザー管理一覧");
    await openAdd(page, "ユーザーを追加");
    await page.locator("#email").fill(jiro);
    await page.locator("#name").fill("佐藤 次郎");
    await page.locator("#role-quotations").check();
    await axe(page);
    await page.getByRole("button", { name: "メールを送信" }).click();
    await expect(status(page, "招待メールをお送りしています")).toBeVisible();
    await expect(page.getByRole("cell", { name: "見積のみ" })).toBeVisible();
    await axe(page);
    const phone = await anotherBrowser();
    await phone.goto(await newestLink(box, jiro, 1));
    await expect(phone.getByText("「Isartal Components」から、ユーザーとして招待されています。")).toBeVisible();
    await expect(phone.locator("#name")).toHaveValue("佐藤 次郎");
    await axe(phone);
    await register(phone, "登録する");
    await expect(status(phone, "登録が完了しました")).toBeVisible();
    await axe(phone);
    await signIn(phone, jiro);
  });
});
