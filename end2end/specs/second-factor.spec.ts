// The second step: an authenticator app, backup codes, passkeys; on the way in, and where they are set up (T36, Z24, Z47).

import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { axe, expect, test, type Language } from "../fixtures";

const PASSWORD = "kaji!tsubo88ren";
const folder = (): string => process.env.REELSTOCK_TEST_FOLDER ?? "";
const root = fileURLToPath(new URL("../..", import.meta.url));

/** RFC 6238, as every authenticator app does it. */
function totp(secret: string, step = Math.floor(Date.now() / 30_000)): string {
  const bits = [...secret.replaceAll(" ", "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** An app whose codes are each used once: this one, and then the next, which counts already. */
class App {
  private last = 0;
  constructor(private readonly secret: string) {}

  next(): string {
    const now = Math.floor(Date.now() / 30_000);
    // Not the one before this: it may be over by the time it arrives.
    this.last = Math.max(this.last + 1, now);
    expect(this.last, "the next code counts already, the one after it does not").toBeLessThanOrEqual(now + 1);
    return totp(this.secret, this.last);
  }
}

/** Somebody of the owner's, opened at the command line: a person of one's own for each test. */
function newStaff(): string {
  const email = `desk-${randomUUID().slice(0, 8)}@reelstock.example`;
  execFileSync(join(root, "target/run/server"), ["create-staff", "--email", email, "--name", "Desk"], {
    cwd: folder(),
    input: PASSWORD,
    env: { ...process.env, REELSTOCK_MODE: "local", REELSTOCK_DATABASE_URL: "sqlite:./var/reelstock.db" },
  });
  return email;
}

const words = {
  en: {
    login: "E-mail or account number",
    password: "Password",
    enter: "Log in",
    second: "Second step",
    code: "Code",
    app: "Authenticator app",
    security: "Login security",
    newCodes: "Make ten new codes",
    left: "Codes left: 10",
    useBackup: "Use a backup code instead",
    backup: "Backup code",
    enterBackup: "Log in with a backup code",
    wrong: "This is not the code.",
    out: "Log out",
  },
  ja: {
    login: "メールアドレスまたはアカウント番号",
    password: "パスワード",
    enter: "ログイン",
    second: "2段階認証",
    code: "コード",
    app: "認証アプリ",
    security: "ログインのセキュリティ",
    newCodes: "新しいコードを10個作る",
    left: "残りのコード: 10個",
    useBackup: "バックアップコードを使う",
    backup: "バックアップコード",
    enterBackup: "バックアップコードでログイン",
    wrong: "コードが正しくありません。",
    out: "ログアウト",
  },
} as const;

async function staffPassword(page: Page, lang: Language, email: string, password = PASSWORD): Promise<void> {
  const say = words[lang];
  await page.goto("/staff/sign-in");
  await page.getByLabel(say.login).fill(email);
  await page.getByRole("textbox", { name: say.password }).fill(password);
  await page.getByRole("main").getByRole("button", { name: say.enter, exact: true }).click();
  await expect(page).toHaveURL("/sign-in/second-step");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say.second);
}

// The star of a required field belongs to its name, and a backup code is a code too.
const codeField = (page: Page, lang: Language) => page.getByRole("textbox", { name: new RegExp(`^${words[lang].code}`) });

async function enterCode(page: Page, lang: Language, code: string): Promise<void> {
  await codeField(page, lang).fill(code);
  await page.getByRole("main").getByRole("button", { name: words[lang].enter, exact: true }).click();
}

/** Ends the session as a browser that is closed does. */
async function leave(page: Page): Promise<void> {
  await page.context().clearCookies({ name: "__Host-sid" });
}

for (const lang of ["en", "ja"] as const) {
  test.describe(lang, () => {
    test.use({ lang });

    test("@plain staff set an app up before they are in, and take backup codes along", async ({ page, watch }) => {
      watch.forgive(/422/, "the answer's own status");
      const say = words[lang];
      const email = newStaff();
      await staffPassword(page, lang, email);
      await expect(page.locator(".secret-picture")).toBeVisible();
      await axe(page);
      const app = new App(await page.locator(".secret-letters").innerText());

      await enterCode(page, lang, "000000");
      await expect(page.getByRole("alert")).toContainText(say.wrong);
      await axe(page);
      await enterCode(page, lang, app.next());
      await expect(page).toHaveURL("/account/security");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say.security);
      await axe(page);

      await page.getByRole("button", { name: say.newCodes }).click();
      await expect(page.locator(".codes > li")).toHaveCount(10);
      const [backup = ""] = await page.locator(".codes > li").allInnerTexts();
      await axe(page);
      await page.goto("/account/security");
      await expect(page.locator(".codes")).toHaveCount(0);
      await expect(page.getByText(say.left)).toBeVisible();

      await leave(page);
      await staffPassword(page, lang, email);
      await axe(page);
      await enterCode(page, lang, app.next());
      await expect(page).toHaveURL("/staff/applications");

      await leave(page);
      await staffPassword(page, lang, email);
      await page.getByText(say.useBackup).click();
      await page.getByRole("textbox", { name: say.backup }).fill(backup);
      await axe(page);
      await page.getByRole("button", { name: say.enterBackup }).click();
      await expect(page).toHaveURL("/staff/applications");
    });
  });
}

test("staff of the demonstration sign in with the secret that it prints", async ({ page }) => {
  const secret = /authenticator app: ([A-Z2-7]{32})/.exec(readFileSync(join(folder(), "demo.txt"), "utf8"))?.[1] ?? "";
  await staffPassword(page, "en", "staff@reelstock.example", "Demo-staff-desk-1");
  await enterCode(page, "en", totp(secret));
  await expect(page).toHaveURL("/staff/applications");
  await expect(page.getByText("田中 美咲").first()).toBeAttached();
});

async function supplierPassword(page: Page): Promise<void> {
  await page.goto("/sign-in?next=/account");
  await page.getByLabel("Supplier").check();
  await page.getByLabel(words.en.login).fill("supplier2@reelstock.example");
  await page.getByRole("textbox", { name: words.en.password }).fill("Demo-supplier-2");
  await page.getByRole("main").getByRole("button", { name: words.en.enter, exact: true }).click();
}

test("a person sets an app up, is asked for it, and takes it away again", async ({ page }) => {
  await supplierPassword(page);
  await expect(page).toHaveURL("/account");
  await page.goto("/account/security");
  await axe(page);
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(page.locator(".secret-picture")).toBeVisible();
  await axe(page);
  const app = new App(await page.locator(".secret-letters").innerText());
  await codeField(page, "en").fill(app.next());
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByText("Logging in asks for a second step.")).toBeVisible();
  const [backup = ""] = await page.locator(".codes > li").allInnerTexts();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".codes")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove the app" })).toBeHidden();
  await page.emulateMedia({ media: null });

  await leave(page);
  await supplierPassword(page);
  await expect(page).toHaveURL("/sign-in/second-step");
  await enterCode(page, "en", app.next());
  await expect(page).toHaveURL("/account");

  await leave(page);
  await supplierPassword(page);
  await page.getByText("Use a backup code instead").click();
  await page.getByRole("textbox", { name: "Backup code" }).fill(backup.toUpperCase());
  await page.getByRole("button", { name: "Log in with a backup code" }).click();
  await expect(page).toHaveURL("/account");

  await page.goto("/account/security");
  await expect(page.getByText("Codes left: 9")).toBeVisible();
  await page.getByRole("button", { name: "Remove the app" }).click();
  await expect(page.getByText("Not set up.")).toBeVisible();
  await leave(page);
  await supplierPassword(page);
  await expect(page).toHaveURL("/account");
});

test("a passkey is added, named, used and removed", async ({ page, context, baseURL }) => {
  // Passkeys belong to names: on one's own machine to `localhost`.
  const here = (path: string): string => (baseURL ?? "").replace("127.0.0.1", "localhost") + path;
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const email = newStaff();
  const password = async (): Promise<void> => {
    await page.goto(here("/staff/sign-in"));
    await page.getByLabel(words.en.login).fill(email);
    await page.getByRole("textbox", { name: words.en.password }).fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: words.en.enter, exact: true }).click();
    await expect(page).toHaveURL(here("/sign-in/second-step"));
  };
  await password();
  const app = new App(await page.locator(".secret-letters").innerText());
  await enterCode(page, "en", app.next());
  await expect(page).toHaveURL(here("/account/security"));

  await page.getByRole("textbox", { name: "Name" }).fill("Desk computer");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Desk computer" })).toBeVisible();
  await expect(page.locator(".codes > li")).toHaveCount(10);
  await axe(page);
  await page.getByRole("textbox", { name: "Name" }).first().fill("Laptop");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { name: "Laptop" })).toBeVisible();

  for (let round = 0; round < 2; round += 1) {
    await leave(page);
    await password();
    await axe(page);
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await expect(page).toHaveURL(here("/staff/applications"));
  }
  await page.goto(here("/account/security"));
  await expect(page.getByText("last used on")).toBeVisible();
  await page.getByRole("button", { name: "Remove Laptop" }).click();
  await expect(page.getByText("None yet.")).toBeVisible();
});
