// Two browsers on one list, whatever happens to them: lines that go and come, tabs that are opened, closed, loaded anew and killed. In the
// end every edit is on the server, or in front of whoever typed it. A story is told by its seed; the long check tells more and longer ones.

import type { BrowserContext, Locator, Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { lot, offline, open, paste, send, state, stocked } from "../stock";
import { sql } from "../staff";
import { signInAs, supplier, type Supplier } from "../suppliers";

const LONG = process.env.REELSTOCK_LONG !== undefined;
const SEEDS = LONG ? Array.from({ length: 30 }, (_, at) => 100 + at) : [1, 2];
const STEPS = LONG ? 150 : 40;
const MODELS = ["STORY-A", "STORY-B", "STORY-C", "STORY-D"];
const COLUMNS = { model: 2, quantity: 3, remarks: 8 } as const;
type Column = keyof typeof COLUMNS;

/** Numbers of chance, the same ones for the same seed (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A browser, and what its person typed last into each cell. */
class Device {
  readonly last = new Map<string, { model: string; column: Column; text: string }>();
  /** What they have ticked for deletion: what is typed there afterwards goes with it. */
  private readonly ticked = new Set<string>();
  private isOffline = false;

  constructor(
    private readonly name: string,
    private readonly context: BrowserContext,
    private tabs: Page[],
    private readonly roll: (below: number) => number,
    private readonly told: string[],
  ) {}

  private tell(what: string): void {
    this.told.push(`${this.name}: ${what}`);
  }

  private tab(): Page {
    const tab = this.tabs[this.roll(this.tabs.length)];
    if (tab === undefined) throw new Error("a device has a tab at all times");
    return tab;
  }

  /** The lots that a tab shows, of the story's beginning or added since. */
  private async shown(tab: Page, pattern: RegExp): Promise<string[]> {
    const texts = await tab.locator(`.stock-body [data-at$=":${COLUMNS.model}"]`).allTextContents();
    return texts.filter((text) => pattern.test(text));
  }

  private row(tab: Page, model: string): Locator {
    return tab.locator(".stock-row", { has: tab.getByText(model, { exact: true }) });
  }

  /** It is said to be on the device, or wherever else it went; or that the lot went while one typed, and what was typed. */
  private async wrote(tab: Page, model: string, column: Column, text: string): Promise<void> {
    const row = this.row(tab, model);
    let isGone = false;
    await expect(async () => {
      isGone = (await row.count()) === 0;
      if (isGone) expect(await tab.locator("main").innerText()).toContain(text);
      else expect(await row.locator(".stock-safety").innerText()).toMatch(/^(On device|Waiting|On server|Conflict)/);
    }).toPass({ timeout: 30_000 });
    if (!isGone) this.last.set(`${model} ${column}`, { model, column, text });
  }

  async types(text: string): Promise<void> {
    const tab = this.tab();
    const models = (await this.shown(tab, /^(STORY|NEW)-[A-Z0-9]+$/)).filter((model) => !this.ticked.has(model));
    const model = models[this.roll(models.length)] ?? "";
    const column: Column = this.roll(2) === 0 ? "quantity" : "remarks";
    this.tell(`${text} as ${column} of ${model}`);
    if (!(await this.goesTo(tab, model, column))) return;
    await tab.keyboard.type(text);
    await tab.keyboard.press("Enter");
    await this.wrote(tab, model, column, text);
    const others = tab.locator(".stock-row", { has: tab.getByText(text, { exact: true }) });
    const where = await others.locator(`[data-at$=":${COLUMNS.model}"]`).allTextContents();
    expect(where.filter((other) => other !== model), `${text} stands in another row`).toEqual([]);
  }

  /** The row may go, or another one may come, at the moment at which the mouse is pressed. */
  private async goesTo(tab: Page, model: string, column: Column): Promise<boolean> {
    for (let times = 0; times < 5; times += 1) {
      const cell = this.row(tab, model).locator(`[data-at$=":${COLUMNS[column]}"]`);
      const isThere = await cell.click({ timeout: 5_000 }).then(() => true, () => false);
      if (!isThere) return false;
      const chosen = tab.locator(".stock-row", { has: tab.locator('[role=gridcell][aria-selected="true"]') });
      const models = await chosen.locator(`[data-at$=":${COLUMNS.model}"]`).allTextContents();
      if (models.length === 1 && models[0] === model) return true;
    }
    return false;
  }

  async adds(model: string): Promise<void> {
    this.tell(`adds ${model}`);
    const tab = this.tab();
    await tab.getByRole("button", { name: "Add", exact: true }).click();
    await paste(tab, lot(model));
    await this.wrote(tab, model, "model", model);
  }

  /** What one deletes oneself is lost to nobody. */
  async deletes(): Promise<void> {
    const tab = this.tab();
    const models = await this.shown(tab, /^NEW-[A-Z0-9]+$/);
    const model = models[this.roll(models.length)];
    if (model === undefined) return;
    this.tell(`deletes ${model}`);
    const tick = this.row(tab, model).locator(".stock-tick input");
    const isTicked = await tick.check({ timeout: 5_000 }).then(() => true, () => false);
    if (!isTicked) return;
    this.ticked.add(model);
    for (const [at, { model: of }] of this.last) if (of === model) this.last.delete(at);
  }

  async sendsAsTyped(): Promise<void> {
    this.tell("sends as they type, or no more");
    await this.tab().getByRole("checkbox", { name: "Send as I type" }).click();
  }

  async sends(): Promise<void> {
    this.tell("sends");
    await this.presses(this.tab());
  }

  /** Send; another tab may have sent everything. */
  private async presses(tab: Page): Promise<void> {
    if (await send(tab).isEnabled()) await send(tab).click();
    const blank = tab.getByRole("button", { name: "Delete the blank rows and send" });
    if (await blank.isVisible()) await blank.click();
  }

  async lineChanges(): Promise<void> {
    this.isOffline = !this.isOffline;
    this.tell(this.isOffline ? "is cut off" : "is back");
    await this.context.setOffline(this.isOffline);
  }

  async loadsAnew(): Promise<void> {
    this.tell("loads the page anew");
    await this.shows(this.tab());
  }

  async opensTab(): Promise<void> {
    if (this.tabs.length > 2) return;
    this.tell("opens a tab");
    const tab = await this.context.newPage();
    this.tabs.push(tab);
    await this.shows(tab);
  }

  /** One tab goes, as its person closes it or as its process dies. */
  async losesTab(isKilled: boolean): Promise<void> {
    const tab = this.tab();
    this.tell(`${isKilled ? "kills" : "closes"} a tab`);
    this.tabs = this.tabs.filter((other) => other !== tab);
    if (isKilled) {
      const session = await this.context.newCDPSession(tab);
      const crashed = tab.waitForEvent("crash");
      // Whoever is dead does not answer.
      void session.send("Page.crash").catch(() => undefined);
      await crashed;
    }
    await tab.close();
    if (this.tabs.length === 0) await this.opensTab();
  }

  async keepsOwn(): Promise<void> {
    const keep = this.tab().locator(".stock-conflict").getByRole("button", { name: "Keep mine", exact: true }).first();
    if (!(await keep.isVisible())) return;
    this.tell("keeps what is theirs");
    // It may be gone by now: settled by the other tab.
    await keep.click({ timeout: 2_000 }).catch(() => undefined);
  }

  /** Everything goes out; answers what its person still has in front of them. */
  async comesToRest(): Promise<string> {
    this.tell("comes to rest");
    await this.context.setOffline(false);
    while (this.tabs.length > 1) await this.tabs.pop()?.close();
    const tab = this.tab();
    await this.shows(tab);
    await expect(async () => {
      await this.presses(tab);
      await expect(state(tab)).toHaveText(/^(Everything is on the server|\d+ conflicts?|\d+ refused)/, { timeout: 3_000 });
    }).toPass({ timeout: 60_000 });
    return (await tab.locator(".stock-conflicts").allInnerTexts()).join("\n");
  }

  private async shows(tab: Page): Promise<void> {
    await open(tab);
    for (const model of MODELS) await expect(tab.locator(".stock-body").getByText(model, { exact: true })).toBeVisible();
  }
}

const companyOf = (who: Supplier) =>
  `(SELECT company_id FROM membership JOIN account_email USING (account_id) WHERE canonical = '${who.email.toLowerCase()}')`;

/** What the server knows of a lot, for whoever wants to understand a story that ended badly. */
function known(who: Supplier, model: string): string {
  const item = `(SELECT public_id FROM lot WHERE company_id = ${companyOf(who)} AND model = '${model}')`;
  return sql(`SELECT 'op', hex(substr(client_id, 15)), n, hex(substr(op_id, 12)), outcome, version FROM sync_op WHERE item_id = ${item} ORDER BY decided_at;
    SELECT 'conflict', hex(substr(op_id, 12)), topic, about, resolved_at IS NOT NULL, hex(substr(resolved_op, 12)) FROM sync_conflict WHERE item_id = ${item} ORDER BY met_at;
    SELECT 'was', version, hex(substr(client_id, 15)), json_extract(cells, '$.quantity'), json_extract(cells, '$.remarks') FROM lot_past WHERE item_id = ${item} ORDER BY version;
    SELECT 'is', version, hex(substr(changed_client, 15)), quantity, remarks FROM lot WHERE public_id = ${item};`);
}

/** All texts that ever stood in a cell on the server. */
function everStood(who: Supplier, model: string, column: Column): string[] {
  return sql(`SELECT ${column} FROM lot WHERE company_id = ${companyOf(who)} AND model = '${model}'
    UNION SELECT json_extract(cells, '$.${column}') FROM lot_past
      WHERE company_id = ${companyOf(who)} AND json_extract(cells, '$.model') = '${model}'`).split("\n");
}

for (const seed of SEEDS) {
  test(`whatever happens, every edit is on the server or in front of its person (story ${seed})`, async ({ watch, anotherBrowser }) => {
    test.setTimeout(150_000 + STEPS * 6_000);
    offline(watch);
    watch.tolerate(/the page crashed/, "it was killed");
    const [first, second] = [await anotherBrowser(), await anotherBrowser()];
    const who = await supplier(first);
    await signInAs(first, who);
    await stocked(first, MODELS.map((model) => lot(model)));
    await signInAs(second, who);
    const roll = chance(seed);
    const told: string[] = [];
    const devices: Device[] = [];
    for (const [at, page] of [first, second].entries()) {
      await open(page);
      await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
      // The worker has the page from the second time on.
      await open(page);
      devices.push(new Device(`device ${at + 1}`, page.context(), [page], roll, told));
    }
    try {
      for (let step = 0; step < STEPS; step += 1) {
        const device = devices[roll(devices.length)];
        const act = roll(28);
        if (act < 10) await device?.types(String(1_000_000 + 1_000 * seed + step));
        else if (act < 12) await device?.adds(`NEW-${1_000 * seed + step}`);
        else if (act < 13) await device?.deletes();
        else if (act < 18) await device?.sends();
        else if (act < 19) await device?.sendsAsTyped();
        else if (act < 22) await device?.lineChanges();
        else if (act < 24) await device?.loadsAnew();
        else if (act < 25) await device?.opensTab();
        else if (act < 26) await device?.losesTab(false);
        else if (act < 27) await device?.losesTab(true);
        else await device?.keepsOwn();
      }
      const shown: string[] = [];
      // Whoever rests first may be asked by what the other one sends.
      for (const device of devices) await device.comesToRest();
      for (const device of devices) shown.push(await device.comesToRest());
      const lost = devices.flatMap((device, at) =>
        [...device.last.values()].filter(
          ({ model, column, text }) => !everStood(who, model, column).includes(text) && !(shown[at] ?? "").includes(text),
        ),
      );
      for (const { model } of lost) told.push(known(who, model));
      expect(lost, "edits that are nowhere").toEqual([]);
    } catch (fault) {
      throw new Error(`${told.join("\n")}\n${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
    }
  });
}
