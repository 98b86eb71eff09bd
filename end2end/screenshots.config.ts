// Pictures for a person to look at, not tests: scripts/screenshots.
import { defineConfig } from "@playwright/test";

import type { Options } from "./fixtures";
import config from "./playwright.config";

export default defineConfig<Options>({
  ...config,
  testDir: "./screenshots",
  projects: [{ name: "screenshots" }],
});
