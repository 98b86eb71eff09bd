// The search page, as a person reads and handles it.

import type { Page } from "@playwright/test";

import { expect, scripted } from "./fixtures";

export const field = (page: Page) => page.getByRole("searchbox", { name: "Model number" });
export const heading = (page: Page) => page.getByRole("heading", { level: 1 });
export const table = (page: Page) => page.getByRole("table", { name: "Lots found" });
export const column = (page: Page, name: string) => table(page).getByRole("columnheader", { name, exact: true });
export const cells = (page: Page, name: string) => table(page).locator(`td.${name}`);
export const mails = (page: Page) => table(page).getByRole("link", { name: /^Request quotation for / });
export const ticks = (page: Page) => table(page).getByRole("checkbox");
export const plain = () => !scripted();
/** What the program asks the server for from now on, one search after the other. */
export function searches(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname !== "/api/search/find") return;
    asked.push(new URLSearchParams(searchParams.get("query") ?? "").get("q") ?? "");
  });
  return asked;
}
export const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The program answers to the keyboard. */
export async function awake(page: Page): Promise<void> {
  if (plain()) return;
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(field(page)).toBeFocused({ timeout: 500 });
  }).toPass();
  await field(page).blur();
}

/** Marks the document, so that loading another one is noticed. */
export async function mark(page: Page): Promise<() => Promise<void>> {
  if (plain()) return async () => {};
  await page.evaluate(() => document.documentElement.setAttribute("data-test", "same"));
  return async () => await expect(page.locator("html[data-test=same]")).toBeAttached();
}
