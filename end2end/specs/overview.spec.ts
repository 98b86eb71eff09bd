// The overview of the owner's people: figures as drawings with their sentences and tables, in both themes and on a phone.
// Tests marked @plain run again where scripts are switched off.

import { axe, expect, test } from "../fixtures";
import { staff } from "../staff";


const said = {
  en: { overview: "Console", mail: "Mails per day", table: "As a table", sum: /In the last 30 days: [\d,]+ sent, [\d,]+ failed/ },
  ja: { overview: "管理画面", mail: "1日ごとのメール", table: "表で見る", sum: /直近30日間の送信済みは[\d,]+件、失敗は[\d,]+件です。/ },
};

for (const lang of ["en", "ja"] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`in ${lang}, ${colorScheme}`, () => {
      test.use({ lang, colorScheme });

      test("@plain figures are drawn, said and listed", async ({ page }) => {
        const say = said[lang];
        await staff(page);
        await page.goto("/staff");
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(say.overview);
        const mail = page.getByRole("region", { name: say.mail });
        await expect(mail.getByRole("heading", { level: 2 })).toBeVisible();
        await expect(mail.getByText(say.sum)).toBeVisible();
        // The demo has sent mails: there is something to draw, and the sentence is the drawing's name.
        await expect(mail.getByRole("img", { name: say.sum })).toBeVisible();
        const rows = mail.getByRole("rowheader");
        await expect(rows).toHaveCount(0);
        await mail.getByText(say.table).click();
        await expect(rows).toHaveCount(30);
        await axe(page);
        await page.setViewportSize({ width: 360, height: 800 });
        await axe(page);
      });
    });
  }
}
