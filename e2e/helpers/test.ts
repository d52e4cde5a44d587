import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Page, type TestInfo } from "@playwright/test";
import type { DesktopBridge } from "#shared/link/desktopBridge.ts";
import { type Api, connectApi } from "./api.ts";
import { type DesktopHost, findDesktopBinary, startDesktop } from "./desktopHost.ts";
import { type HeadlessHost, startHeadless } from "./headlessHost.ts";

declare global {
  interface Window {
    /** In the desktop app's page only. */
    readonly quarterdeck?: DesktopBridge;
  }
}

export interface Fixtures {
  /** Empty, and gone after the test. */
  readonly folder: string;
  /** A running headless host with fresh data; `startHeadless` for a test that needs more than one start. */
  readonly headlessHost: HeadlessHost;
  /** A page of the headless host, signed in by its one-time link. */
  readonly browserPage: Page;
  /** A running desktop host with fresh data; `startDesktop` for a test that needs more than one start. */
  readonly desktop: DesktopHost;
  /** The app's page in the host that the project is named after: the desktop's window, or a signed-in browser. */
  readonly appPage: Page;
  /** The API of whichever of the two hosts the test started. */
  readonly api: Api;
}

/** Playwright's test with our hosts. What a test does not name is not started. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "quarterdeck-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  headlessHost: async ({ folder }, use) => {
    await using host = await startHeadless({ folder });
    await use(host);
  },
  browserPage: async ({ headlessHost, page }, use) => {
    await page.goto(headlessHost.ready.loginUrl);
    await use(page);
  },
  desktop: async ({ folder }, use, testInfo) => {
    testInfo.annotations.push({ type: "desktop host", description: findDesktopBinary().name });
    await using host = await startDesktop(folder);
    await use(host);
    await attachPicture(host.page, testInfo);
  },
  appPage: async ({ folder, playwright, launchOptions }, use, testInfo) => {
    if (testInfo.project.name === "desktop") {
      testInfo.annotations.push({ type: "desktop host", description: findDesktopBinary().name });
      await using host = await startDesktop(folder);
      await use(host.page);
      await attachPicture(host.page, testInfo);
      return;
    }
    await using host = await startHeadless({ folder });
    const browser = await playwright.chromium.launch(launchOptions);
    const page = await browser.newPage();
    await page.goto(host.ready.loginUrl);
    await use(page);
    await attachPicture(page, testInfo);
    await browser.close();
  },
  api: async ({ folder }, use) => {
    await use(await connectApi(join(folder, "data")));
  },
});

/** What a failed test saw last. Playwright takes pictures of the pages that it opened itself, and of no others. */
async function attachPicture(page: Page, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus || page.isClosed()) return;
  await testInfo.attach("last seen", { body: await page.screenshot(), contentType: "image/png" });
}
