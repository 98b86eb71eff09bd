// The owner's settings: what it tells of itself stands on every page, and the documents that one agrees to get another edition.
// The name stays as it is: other specs run against the same market. Tests marked @plain run again where scripts are switched off.

import { randomInt } from "node:crypto";

import type { Page } from "@playwright/test";

import { axe, expect, test, type Language } from "../fixtures";
import { staff } from "../staff";

const button = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true });
const said = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

async function fitsAPhone(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(path);
  await axe(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("@plain the owner's address stands on every page once it is saved, and the change is kept", async ({ page, watch, anotherBrowser }) => {
  test.slow();
  watch.tolerate(/422/, "the answer's own status: the first form has a fault");
  const address = `1-${randomInt(100_000)} Minato, Tokyo`;
  const desk = await anotherBrowser();
  await staff(desk, "Settler");
  await desk.goto("/staff");
  await desk.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Settings" }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Settings");
  await axe(desk);

  await desk.locator("#address_en").fill(address);
  await desk.locator("#mail").fill("desk@reelstock,example");
  await button(desk, "Save").click();
  await expect(desk.getByRole("alert")).toContainText("Mail address of the desk");
  await expect(desk.locator("#address_en")).toHaveValue(address);
  await axe(desk);
  await desk.locator("#mail").fill("desk@reelstock.example");
  await button(desk, "Save").click();
  await expect(said(desk, "Saved.")).toBeVisible();
  const row = desk.getByRole("row").filter({ hasText: "Settler" }).first();
  await expect(row).toContainText(`Address in English: `);
  await expect(row.locator("ins")).toHaveText(address);
  await axe(desk);

  for (const path of ["/", "/search?q=tc74", "/terms"]) {
    await page.goto(path);
    await expect(page.getByRole("contentinfo")).toContainText(address);
  }
  await axe(page);
  await fitsAPhone(desk, "/staff/settings");
  await desk.goto("/staff/audit?what=owner_changed");
  await expect(desk.getByRole("main")).toContainText(address);
});

// Each language has a document of its own: a document is published by one at a time.
const documents = {
  en: {
    path: "terms",
    title: "Terms of use",
    publish: "Publish",
    published: "Published.",
    soon: "This day has to be at least 14 days ahead.",
    coming: "This edition does not apply yet.",
    withdraw: "Take it back",
    withdrawn: "Taken back.",
    gone: "This edition was taken back and will not apply.",
  },
  ja: {
    path: "privacy",
    title: "プライバシーポリシー",
    publish: "公開",
    published: "公開しました。",
    soon: "14日以上先の日付にしてください。",
    coming: "この内容はまだ適用されていません。",
    withdraw: "取り下げる",
    withdrawn: "取り下げました。",
    gone: "この改定は取り下げられ、適用されません。",
  },
} satisfies Record<Language, Record<string, string>>;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

for (const lang of ["en", "ja"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test("@plain another edition of a document is published, read before it applies, and taken back", async ({ page, watch, anotherBrowser }) => {
      test.slow();
      watch.tolerate(/422/, "the answer's own status: the first form has a fault");
      const say = documents[lang];
      const mark = `Edition ${randomInt(1_000_000)}`;
      const desk = await anotherBrowser();
      await staff(desk);
      await desk.goto("/staff/settings");
      await desk.getByRole("main").getByRole("link", { name: say.title }).click();
      await expect(desk.getByRole("heading", { level: 1 })).toHaveText(say.title);
      // The edition that applies is what one begins with.
      await expect(desk.locator("#text_en")).toHaveValue(/\n# /);
      await axe(desk);

      const day = inDays(20);
      await desk.locator("#text_en").fill(`Run by {owner}.\n# Service\n- ${mark}`);
      await desk.locator("#text_ja").fill(`{owner}が運営します。\n# サービス\n- ${mark}`);
      await desk.locator("#applies_on").fill(inDays(3));
      await desk.locator("input[name=tell]").uncheck();
      await button(desk, say.publish).click();
      await expect(desk.getByRole("alert")).toContainText(say.soon);
      await expect(desk.locator("#text_en")).toHaveValue(new RegExp(mark));
      await axe(desk);
      await desk.locator("#applies_on").fill(day);
      await button(desk, say.publish).click();
      await expect(said(desk, say.published)).toBeVisible();
      await expect(desk.getByRole("row").filter({ hasText: day }).first()).toBeVisible();
      await axe(desk);
      await fitsAPhone(desk, `/staff/settings/${say.path}`);

      await page.goto(`/${say.path}`);
      await expect(page.getByRole("main")).not.toContainText(mark);
      await page.getByRole("main").getByRole("link", { name: day }).click();
      await expect(page.getByRole("listitem").filter({ hasText: mark })).toBeVisible();
      await expect(page.getByRole("main")).toContainText(say.coming);
      await axe(page);

      await button(desk, say.withdraw).click();
      await expect(said(desk, say.withdrawn)).toBeVisible();
      await page.reload();
      await expect(page.getByRole("main")).toContainText(say.gone);
      await page.goto(`/${say.path}`);
      await expect(page.getByRole("link", { name: day })).toHaveCount(0);
    });
  });
}
