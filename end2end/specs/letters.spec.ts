// The letter box of a development server: both mails of a request, readable in both of their parts.

import { axe, expect, scripted, test } from "../fixtures";

test("@plain a request sends a copy to its sender, in their language, with a link to the receipt", async ({ page, watch }) => {
  watch.tolerate(/Blocked script execution in .*\/letters\/.*\/html/, "the recorder of the tests looks into every frame");
  const address = `letters-${test.info().project.name}@example.com`;
  await page.goto("/request?model=LETTER-1");
  await page.getByLabel("Your name").fill("Hannah Schmidt");
  await page.getByLabel("Company name").fill("Isartal Components GmbH");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByLabel("Phone").fill("089-5550-0102");
  await page.getByLabel("Quantity").fill("12");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const number = await page.getByText(/^RQ-\d+$/).textContent();
  const receipt = page.url();

  const mine = page.getByRole("row").filter({ hasText: address }).filter({ hasText: number ?? "RQ-" });
  await expect(async () => {
    await page.goto("/letters");
    await expect(mine).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await axe(page);
  await mine.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number ?? "RQ-");
  await expect(page.getByRole("region", { name: "Text part" })).toContainText(new URL(receipt).pathname);

  // Nothing may run in the frame, not even what looks into it here: what it shows is asked for, and the rest is judged alone.
  const frame = page.locator("iframe");
  await expect(frame).toHaveAttribute("sandbox", "");
  const html = await frame.getAttribute("src");
  if (scripted()) {
    await frame.evaluate((element) => element.remove());
    await axe(page);
  }
  // Nor is it opened here: whatever looks into a page is a script, and there it would be stopped.
  const framed = await page.request.get(html ?? "");
  expect(framed.headers()["content-security-policy"]).toContain("sandbox");
  expect(await framed.text()).toContain("LETTER-1");
});

test("@plain a letter that does not exist is not found", async ({ page, watch }) => {
  watch.forgive(/404/, "the answer's own status");
  const answer = await page.goto("/letters/00000000-0000-7000-8000-000000000000");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
});
