// People of a test's own: registered through the front door, with an address that nobody else uses, and their letters.

import { request, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";

import { expect, test } from "./fixtures";

export const PASSWORD = "kaji!tsubo88ren";

const base = () => test.info().project.use.baseURL ?? "";

/** An address that belongs to this test alone. */
export const ownAddress = (who: string) => `${who}-${randomUUID().slice(0, 8)}@example.com`;

/** Waits until a reader has so many letters, and answers the path of the link in the newest one. */
export async function newestLink(box: Page, reader: string, letters: number): Promise<string> {
  const mine = box.getByRole("row").filter({ hasText: reader });
  await expect(async () => {
    await box.goto("/letters");
    await expect(mine).toHaveCount(letters, { timeout: 500 });
  }).toPass();
  const letter = await mine.first().getByRole("link").getAttribute("href");
  const answer = await box.request.get(letter ?? "");
  const link = /\/k\/[\w-]+/.exec(await answer.text());
  expect(link, `a link in the letter to ${reader}`).not.toBeNull();
  return link?.[0] ?? "";
}

/** The code in the text of a letter, which stands on a line of its own; eight digits elsewhere may be part of an address or a number. */
export const codeIn = (text: string) => /^\d{8}$/m.exec(text)?.[0] ?? "";

/** A buyer who has proved the address; two letters have come. */
export async function freshBuyer(box: Page, email: string): Promise<void> {
  const visitor = await request.newContext({ baseURL: base(), extraHTTPHeaders: { origin: base() } });
  const registered = await visitor.post("/sign-up/buyer", {
    form: {
      "form[submission]": randomUUID(),
      "form[profile][name]": "Hannah Schmidt",
      "form[profile][furigana]": "ハンナ シュミット",
      "form[profile][company]": "Isartal Components",
      "form[profile][postcode]": "100-0001",
      "form[profile][address]": "1-1 Chiyoda, Tokyo",
      "form[profile][country]": "JP",
      "form[profile][phone_country]": "JP",
      "form[profile][phone]": "03-5550-0102",
      "form[profile][url]": "None",
      "form[profile][business]": "Electronic parts",
      "form[profile][purpose]": "Buying parts",
      "form[email]": email,
      "form[password]": PASSWORD,
      "form[password_again]": PASSWORD,
      "form[agreed]": "1",
    },
    maxRedirects: 0,
  });
  expect(registered.status(), "the registration is received").toBe(303);
  const opened = await visitor.get(await newestLink(box, email, 1), { maxRedirects: 0 });
  const cookie = (opened.headers()["set-cookie"] ?? "").split(";")[0] ?? "";
  const proved = await visitor.post("/sign-up/verify", {
    headers: { cookie },
    form: { password: PASSWORD },
    maxRedirects: 0,
  });
  expect(proved.status(), "the address is proved").toBe(303);
  await visitor.dispose();
}

/** Signs in as a buyer. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("#account_type-buyer").check();
  await page.locator("#login").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page).toHaveURL("/");
}
