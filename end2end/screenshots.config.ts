// Pictures for a person to look at, not tests: scripts/screenshots.
import { defineConfig } from "@playwright/test";

import config from "./playwright.config";

export default defineConfig(config, {
  testDir: "./screenshots",
  projects: [{ name: "screenshots" }],
});
