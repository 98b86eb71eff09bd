// The owner's people, each opened for one test at the command line.

import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { expect, type Language } from "./fixtures";
import { PASSWORD } from "./people";

const folder = (): string => process.env.REELSTOCK_TEST_FOLDER ?? "";
const root = fileURLToPath(new URL("..", import.meta.url));

const said = {
  en: { login: "E-mail or account number", password: "Password", enter: "Log in", code: "Code" },
  ja: { login: "メールアドレスまたはアカウント番号", password: "パスワード", enter: "ログイン", code: "コード" },
} satisfies Record<Language, Record<string, string>>;

const button = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true });

/** RFC 6238, as every authenticator app does it. */
function totp(secret: string): string {
  const bits = [...secret.replaceAll(" ", "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Somebody of the owner's, opened at the command line, signs in and sets up an app. */
export async function staff(page: Page, lang: Language): Promise<void> {
  const email = `desk-${randomUUID().slice(0, 8)}@reelstock.example`;
  execFileSync(join(root, "target/run/server"), ["create-staff", "--email", email, "--name", "Desk"], {
    cwd: folder(),
    input: PASSWORD,
    env: { ...process.env, REELSTOCK_MODE: "local", REELSTOCK_DATABASE_URL: "sqlite:./var/reelstock.db" },
  });
  const say = said[lang];
  await page.goto("/staff/applications");
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=/);
  await page.getByLabel(say.login).fill(email);
  await page.getByRole("textbox", { name: say.password }).fill(PASSWORD);
  await button(page, say.enter).click();
  await expect(page).toHaveURL("/sign-in/second-step");
  const secret = await page.locator(".secret-letters").innerText();
  await page.getByRole("textbox", { name: new RegExp(`^${say.code}`) }).fill(totp(secret));
  await button(page, say.enter).click();
  await expect(page).toHaveURL("/account/security");
}
