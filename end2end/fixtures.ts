// What every spec starts from: `import { test, expect, axe } from "../fixtures"`.
//
// A test fails on anything that a browser complains about in its console: an error, a panic, a refused resource, a breach of the
// content security policy. Where a complaint belongs to the story, the test says so with `watch.forgive`.

import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";

export { expect };

export type Language = "en" | "ja";
export type Options = {
  /** The language that the visitor's browser asks for. */
  lang: Language;
};

type Forgiven = { pattern: RegExp; reason: string; seen: boolean };

/** Listens to all that the browser complains about, in every page of the contexts it is put over. */
export class Watch {
  private readonly complaints: string[] = [];
  private readonly forgiven: Forgiven[] = [];

  over(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error") {
        const { url } = message.location();
        this.complaints.push(url ? `${message.text()} (${url})` : message.text());
      }
    });
    context.on("weberror", (fault) => this.complaints.push(String(fault.error().stack ?? fault.error())));
    context.on("page", (page) => page.on("crash", () => this.complaints.push("the page crashed")));
  }

  /** Lets complaints of this kind pass; at least one has to come. */
  forgive(pattern: RegExp, reason: string): void {
    this.forgiven.push({ pattern, reason, seen: false });
  }

  /** Lets a complaint pass that comes of watching, and so may come or not. */
  tolerate(pattern: RegExp, reason: string): void {
    this.forgiven.push({ pattern, reason, seen: true });
  }

  /** Fails on what was not forgiven, and on forgiveness that nothing needed. */
  conclude(): void {
    const left = this.complaints.filter((complaint) => {
      const pardons = this.forgiven.filter(({ pattern }) => pattern.test(complaint));
      for (const pardon of pardons) pardon.seen = true;
      return pardons.length === 0;
    });
    expect(left, "what the browser complained about").toEqual([]);
    expect(
      this.forgiven.filter(({ seen }) => !seen).map(({ pattern, reason }) => `${pattern}: ${reason}`),
      "complaints that were forgiven but never came",
    ).toEqual([]);
  }
}

type Fixtures = {
  watch: Watch;
  /** A page in a browser of its own, with its own cookies and storage: a second person, or a second device. */
  anotherBrowser: (options?: { baseURL?: string }) => Promise<Page>;
};

export const test = base.extend<Options & Fixtures>({
  lang: ["en", { option: true }],
  locale: async ({ lang }, use) => {
    await use(lang === "ja" ? "ja-JP" : "en-GB");
  },

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    watch.conclude();
  },

  context: async ({ context, watch }, use) => {
    watch.over(context);
    await use(context);
  },

  anotherBrowser: async ({ browser, watch }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      opened.push(context);
      watch.over(context);
      return await context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

/** Whether the browser of this test runs scripts: the project `plain` is the same specs without. */
export const scripted = (): boolean => test.info().project.use.javaScriptEnabled !== false;

const NARROWEST = 360;

/** Expects that nothing of the page lies beside a phone's screen. A table that scrolls in itself may. */
async function fits(page: Page): Promise<void> {
  const size = page.viewportSize();
  // A grid becomes cards on a phone, and loses the cell that the test is in: its own specs look at both.
  if (!size || (await page.getByRole("grid").count()) > 0) return;
  const phone = Math.min(size.width, NARROWEST);
  await page.setViewportSize({ width: phone, height: size.height });
  const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
  await page.setViewportSize(size);
  expect(wide, `${page.url()} fits a phone`).toBeLessThanOrEqual(phone);
}

/**
 * Expects that the page fits a phone, and no fault that axe can find: WCAG 2.2 at level AA, and its rules of good practice. axe is a
 * script itself: where scripts are switched off it stays silent, and the same page is judged in the project `script`.
 */
export async function axe(page: Page): Promise<void> {
  if (!scripted()) return;
  // Between two pages of the program there is a moment when the address is already the new one and the page is not there yet.
  await expect(page.getByRole("heading", { level: 1 }).first(), `a page stands at ${page.url()}`).toBeVisible();
  await fits(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const faults = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`));
  expect(faults, `what axe found on ${page.url()}`).toEqual([]);
}
