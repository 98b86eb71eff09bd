// The owner's people, each opened for one test at the command line.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { expect } from "./fixtures";
import { PASSWORD } from "./people";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The folder of the server that the tests run against. */
export const folder = (): string => process.env.REELSTOCK_TEST_FOLDER ?? "";

/** What a command of the server says. */
export function server(words: string[], input = ""): string {
  return execFileSync(join(root, "target/run/server"), words, {
    cwd: folder(),
    input,
    encoding: "utf8",
    env: { ...process.env, REELSTOCK_MODE: "local", REELSTOCK_DATABASE_URL: "sqlite:./var/reelstock.db" },
  });
}

/** What a statement of SQL answers on the database of the server that the tests run against: a look, or a hand, past the program. */
export function sql(statement: string): string {
  return execFileSync("sqlite3", [join(folder(), "var/reelstock.db"), ".timeout 5000", statement], { encoding: "utf8" }).trim();
}

const submit = (page: Page) => page.locator("form.sign-in-form button[type=submit]").first();

/** Signs in under /staff, in whatever language, and shows the authenticator app's code: the first time that sets the app up. */
export async function staffSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/staff/sign-in");
  await page.locator("#login").fill(email);
  await page.locator("#password").fill(password);
  await submit(page).click();
  await expect(page).toHaveURL("/sign-in/second-step");
  await page.locator("#code").fill(server(["totp", email]).trim());
  await submit(page).click();
  await expect(page).toHaveURL("/account/security");
}

/** Opens one of the owner's people, and signs them in. Answers the address. */
export async function staff(page: Page, name = "Desk", role = "administrator"): Promise<string> {
  const email = `desk-${randomUUID().slice(0, 8)}@reelstock.example`;
  server(["create-staff", "--email", email, "--name", name, "--role", role], PASSWORD);
  await staffSignIn(page, email);
  return email;
}
