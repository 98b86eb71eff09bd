// Suppliers of a test's own: registered through the front door, and let in by the operator.

import { request, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";

import { expect, test } from "./fixtures";
import { newestLink, ownAddress, PASSWORD } from "./people";
import { server } from "./staff";

const base = () => test.info().project.use.baseURL ?? "";

export type Supplier = { email: string; name: string };

/** A supplier without stock; the page is used to read letters. */
export async function supplier(box: Page): Promise<Supplier> {
  const [email, name] = [ownAddress("sells"), "Jane Harbour"];
  const visitor = await request.newContext({ baseURL: base(), extraHTTPHeaders: { origin: base() } });
  const registered = await visitor.post("/sign-up/supplier", {
    form: {
      "form[submission]": randomUUID(),
      "form[profile][name]": name,
      "form[profile][furigana]": "ジェーン ハーバー",
      "form[profile][company]": "Harbour Trading",
      "form[profile][country]": "JP",
      "form[profile][postcode]": "100-0001",
      "form[profile][address]": "1-1 Chiyoda, Tokyo",
      "form[profile][phone_country]": "HK",
      "form[profile][phone]": "5550-0103",
      "form[profile][fax_country]": "MO",
      "form[profile][fax]": "",
      "form[profile][url]": "None",
      "form[profile][business]": "Electronic parts",
      "form[profile][established]": "2020-02-03",
      "form[profile][capital]": "6,000,000",
      "form[profile][representative]": "John Harbour",
      "form[profile][purpose]": "Buying and selling parts",
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
  const proved = await visitor.post("/sign-up/verify", { headers: { cookie }, form: { password: PASSWORD }, maxRedirects: 0 });
  expect(proved.status(), "the address is proved").toBe(303);
  await visitor.dispose();
  const line = server(["applications"]).split("\n").find((line) => line.includes(email)) ?? "";
  const [number, version] = line.split("\t");
  server(["decide-application", number ?? "", "--version", (version ?? "").replace("version ", ""), "--approve"]);
  return { email, name };
}

/** Signs in as a supplier. */
export async function signInAs(page: Page, { email }: Supplier): Promise<void> {
  // Not to the own stock, where a sign-in leads otherwise: tests choose for themselves when it is opened.
  await page.goto("/sign-in?next=/account");
  await page.locator("#account_type-supplier").check();
  await page.locator("#login").fill(email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form.sign-in-form button[type=submit]").click();
  await expect(page).toHaveURL("/account");
}
