// Figures of the browser's part, not tests: scripts/bench grid.
import { defineConfig } from "@playwright/test";

import type { Options } from "./fixtures";
import config from "./playwright.config";

export default defineConfig<Options>({
  ...config,
  testDir: "./bench",
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 300_000 },
  reporter: [["line"]],
  projects: [{ name: "bench" }],
});
