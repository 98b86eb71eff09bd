import { accessSync, constants, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { defineConfig } from "@playwright/test";

import type { Options } from "./fixtures";

// This file is read again by each worker: what is chosen here is handed on through the environment.
const port = (process.env.REELSTOCK_TEST_PORT ??= String(await freePort()));
const folder = (process.env.REELSTOCK_TEST_FOLDER ??= mkdtempSync(join(tmpdir(), "reelstock-end2end-")));
const address = `http://127.0.0.1:${port}`;

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const found = probe.address();
      probe.close(() => (found && typeof found === "object" ? resolve(found.port) : reject(new Error("no port"))));
    });
  });
}

function browserOnPath(): string {
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    for (const place of (process.env.PATH ?? "").split(delimiter)) {
      try {
        accessSync(join(place, name), constants.X_OK);
        return join(place, name);
      } catch {
        // Not here; the next place.
      }
    }
  }
  throw new Error("no Chromium on PATH; scripts/setup test installs one");
}

export default defineConfig<Options>({
  testDir: "./specs",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only at the second try has told something: it is named at the end, and somebody has to see to it. One of them does
  // not stand in the way of a change that has nothing to do with it; more of them fail the run (scripts/test).
  retries: 1,
  workers: 2,
  // How fast a page is belongs to the benchmarks. These only end what hangs, also on a machine that is busy with other things.
  timeout: 150_000,
  expect: { timeout: 30_000 },
  reporter: process.env.REELSTOCK_REPORT
    ? [["list"], ["json", { outputFile: process.env.REELSTOCK_REPORT }]]
    : [["list"]],
  use: {
    baseURL: address,
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    // A film of every test would cost more than the tests do: the trace keeps the pages themselves.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: false },
    launchOptions: {
      executablePath: process.env.REELSTOCK_CHROMIUM ?? browserOnPath(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "script" },
    // Public pages work before the program wakes, and where it never does.
    { name: "plain", grep: /@plain/, use: { javaScriptEnabled: false } },
  ],
  webServer: {
    command: "./market",
    env: { REELSTOCK_TEST_PORT: port, REELSTOCK_TEST_FOLDER: folder },
    url: address,
    timeout: 60_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
  },
});
