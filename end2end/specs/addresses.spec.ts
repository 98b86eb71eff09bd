// One's e-mail addresses, and where one is logged in (R076, R077, T21, T25).

import { axe, expect, test } from "../fixtures";
import { freshBuyer, newestLink, ownAddress, signIn } from "../people";

test("@plain an address is added, confirmed, made the main one, and the old one deleted", async ({ page, anotherBrowser }) => {
  const [first, second, box] = [ownAddress("first"), ownAddress("second"), await anotherBrowser()];
  await freshBuyer(box, first);
  await signIn(page, first);
  await page.goto("/account/addresses");
  await expect(page.getByText(first)).toBeVisible();
  await axe(page);
  await page.getByRole("textbox", { name: "E-mail" }).fill(second);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Please look into your mail" })).toBeVisible();
  await expect(page.getByRole("radio", { name: second })).toBeVisible();
  await axe(page);

  // The link needs nobody signed in.
  const phone = await anotherBrowser();
  await phone.goto(await newestLink(box, second, 1));
  await expect(phone).toHaveURL("/account/addresses/confirm");
  await expect(phone.getByText(second)).toBeVisible();
  await axe(phone);
  await phone.getByRole("button").filter({ hasText: /^Send$/ }).click();
  await expect(phone.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("The address is confirmed");
  await axe(phone);

  await page.goto("/account/addresses");
  await page.getByRole("radio", { name: second }).check();
  await page.getByRole("button", { name: "Make main e-mail" }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toHaveText("The main address is changed");
  await page.getByRole("radio", { name: first }).check();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toHaveText("The address is deleted");
  await expect(page.getByText(first)).toHaveCount(0);
  await axe(page);
  await signIn(phone, second);
});

test("@plain the former address takes the change back", async ({ page, anotherBrowser }) => {
  const [first, second, box] = [ownAddress("owner"), ownAddress("thief"), await anotherBrowser()];
  await freshBuyer(box, first);
  await signIn(page, first);
  await page.goto("/account/addresses");
  await page.getByRole("textbox", { name: "E-mail" }).fill(second);
  await page.getByRole("button", { name: "Send" }).click();
  await page.goto(await newestLink(box, second, 1));
  await page.getByRole("button").filter({ hasText: /^Send$/ }).click();
  await page.goto("/account/addresses");
  await page.getByRole("radio", { name: second }).check();
  await page.getByRole("button", { name: "Make main e-mail" }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toHaveText("The main address is changed");

  const owner = await anotherBrowser();
  await owner.goto(await newestLink(box, first, 3));
  await expect(owner).toHaveURL("/account/addresses/revert");
  await axe(owner);
  await owner.getByRole("button").filter({ hasText: /Take the change back/ }).click();
  await expect(owner.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("The change is taken back");
  await axe(owner);
  await page.goto("/account/addresses");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await owner.goto(await newestLink(box, first, 4));
  await owner.locator("#password").fill("tokyo!lamp77orchid");
  await owner.locator("#password_again").fill("tokyo!lamp77orchid");
  await owner.getByRole("button", { name: "Set the password" }).click();
  await signIn(owner, first, "tokyo!lamp77orchid");
});

test("@plain faults stand above the form they belong to", async ({ page, watch, anotherBrowser }) => {
  watch.forgive(/422/, "the answer's own status");
  const [email, box] = [ownAddress("faults"), await anotherBrowser()];
  await freshBuyer(box, email);
  await signIn(page, email);
  await page.goto("/account/addresses");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("alert")).toContainText("Your account has this address already.");
  await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveValue(email);
  await axe(page);
});

test("@plain a session is ended from another device", async ({ page, anotherBrowser }) => {
  const [email, box] = [ownAddress("sessions"), await anotherBrowser()];
  await freshBuyer(box, email);
  const [second, third] = [await anotherBrowser(), await anotherBrowser()];
  await signIn(second, email);
  await signIn(third, email);
  await signIn(page, email);
  await page.goto("/account/sessions");
  const ends = page.getByRole("button", { name: /^End this/ });
  await expect(ends).toHaveCount(2);
  await axe(page);
  await ends.first().click();
  await expect(page.getByRole("status").filter({ hasText: "Logged out" })).toBeVisible();
  await expect(ends).toHaveCount(1);
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(page.getByText("You are logged in nowhere else.")).toBeVisible();
  await axe(page);
  for (const other of [second, third]) {
    await other.goto("/account/sessions");
    await expect(other).toHaveURL(/\/sign-in\?next=/);
  }
});

test.describe("in Japanese", () => {
  test.use({ lang: "ja" });

  test("@plain アドレスを追加してメインにする", async ({ page, anotherBrowser }) => {
    const [first, second, box] = [ownAddress("saisho"), ownAddress("tsugi"), await anotherBrowser()];
    await freshBuyer(box, first);
    await signIn(page, first);
    await page.goto("/account/addresses");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("メールアドレス");
    await page.getByRole("textbox", { name: "メールアドレス" }).fill(second);
    await page.getByRole("button", { name: "送信" }).click();
    await page.goto(await newestLink(box, second, 1));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("メールアドレスの確認・登録");
    await axe(page);
    await page.getByRole("button").filter({ hasText: /^送信$/ }).click();
    await page.getByRole("link", { name: "アドレスの一覧へ" }).click();
    await page.getByRole("radio", { name: second }).check();
    await page.getByRole("button", { name: "メインのアドレスにする" }).click();
    await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toHaveText("メインのアドレスを変更しました");
    await axe(page);
    await page.goto("/account/sessions");
    await expect(page.getByText("ほかの端末ではログインしていません。")).toBeVisible();
    await axe(page);
  });
});
