import type { Project } from "@playwright/test";
import { findChromium } from "./electronHost/chromium/findChromium.ts";
import { chromiumSwitches } from "./helpers/chromiumSwitches.ts";
import { findDesktopBinary } from "./helpers/desktopHost.ts";

/** The browser host in the system's Chromium, and the desktop host in Electron or its stand-in: the report names which. */
export function playwrightProjects(): Project[] {
  const isRoot = process.getuid?.() === 0;
  return [
    {
      name: "browser",
      metadata: { "browser host": "headless host, system Chromium" },
      testDir: "e2e/specs",
      testMatch: ["browser/**/*.spec.ts", "both/**/*.spec.ts"],
      use: {
        browserName: "chromium",
        launchOptions: {
          executablePath: findChromium(),
          args: [...chromiumSwitches, ...(isRoot ? ["--no-sandbox"] : [])],
        },
      },
    },
    {
      name: "desktop",
      testDir: "e2e/specs",
      testMatch: ["desktop/**/*.spec.ts", "both/**/*.spec.ts"],
      metadata: { "desktop host": findDesktopBinary().name },
    },
  ];
}
