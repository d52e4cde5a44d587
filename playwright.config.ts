import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/setup/chromium.mjs";

const chromium = findChromium();

/**
 * `e2e/specs/*` runs in both hosts, `specs/browser` and `specs/desktop` in one each. The project's name is the host's; helpers start
 * it (e2e/helpers). Nothing is retried: a test that passes the second time is a bug not yet understood.
 */
export default defineConfig({
  testDir: "e2e/specs",
  outputDir: "test-results",
  retries: 0,
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/reports/e2e.json" }]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // Chromium's own sandbox does not work as root; background requests would only wait for a network.
      args: ["--disable-background-networking", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    },
  },
  projects: [
    { name: "browser", testIgnore: "desktop/**" },
    { name: "desktop", testIgnore: "browser/**" },
  ],
});
