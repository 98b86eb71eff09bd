import { test, type Language } from "../fixtures";

const places = (process.env.REELSTOCK_SCREENSHOTS ?? "/").split(" ");
const folder = new URL("../../target/screenshots/", import.meta.url).pathname;

const languages: Language[] = ["en", "ja"];
for (const lang of languages) {
  for (const width of [1280, 390]) {
    for (const colorScheme of ["light", "dark"] as const) {
      test.describe(`${lang} ${width} ${colorScheme}`, () => {
        test.use({ lang, colorScheme, viewport: { width, height: width > 600 ? 800 : 844 } });

        for (const place of places) {
          test(place, async ({ page }) => {
            await page.goto(place, { waitUntil: "networkidle" });
            const name = place.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";
            await page.screenshot({ path: `${folder}${name}-${lang}-${width}-${colorScheme}.png`, fullPage: true });
          });
        }
      });
    }
  }
}
