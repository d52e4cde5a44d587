import { expect, type Page } from "@playwright/test";
import { captureDesktop, openedAddresses } from "../../helpers/desktopCapture.ts";
import { test } from "../../helpers/test.ts";

/** Clicks a link that the test puts on the page. */
async function follow(page: Page, href: string, target?: string): Promise<void> {
  await page.evaluate(
    ([address, name]) => {
      const link = document.createElement("a");
      link.href = address;
      if (name) link.target = name;
      document.body.append(link);
      link.click();
      link.remove();
    },
    [href, target] as const,
  );
}

test("windows are configured to be closed in on all sides", async ({ desktop: { app } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents: object = BrowserWindow.getAllWindows()[0]?.webContents ?? {};
    // Electron's documentation leaves this method out, and its types with it.
    return "getLastWebPreferences" in contents && typeof contents.getLastWebPreferences === "function"
      ? contents.getLastWebPreferences()
      : undefined;
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test("the page's policy stops inline scripts and every other place", async ({ desktop: { page } }) => {
  const blocked = await page.evaluate(async () => {
    const violations = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<void>();
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      violations.add(effectiveDirective);
      if (violations.size === 4) resolve();
    });
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    const frame = document.createElement("iframe");
    frame.src = "https://example.org/";
    const image = document.createElement("img");
    image.src = "https://example.org/spy.png";
    document.body.append(script, frame, image);
    const answer = await fetch("https://example.org/").then(
      () => "answered",
      () => "refused",
    );
    await promise;
    return { answer, violations: [...violations].sort(), title: document.title };
  });
  expect(blocked.answer).toBe("refused");
  expect(blocked.violations).toEqual(["connect-src", "frame-src", "img-src", "script-src-elem"]);
  expect(blocked.title).not.toBe("taken over");
});

test("the page cannot leave the app; web and mail addresses open in the system's own programs, nothing else does", async ({
  desktop: { app, page },
}) => {
  await captureDesktop(app);
  const before = page.url();
  await follow(page, "https://example.org/navigated");
  await expect.poll(() => openedAddresses(app)).toEqual(["https://example.org/navigated"]);
  await follow(page, "https://example.org/opened", "_blank");
  await expect
    .poll(() => openedAddresses(app))
    .toEqual(["https://example.org/navigated", "https://example.org/opened"]);
  const refused = ["ssh://example.org/", "https://user:secret@example.org/", "app://quarterdeck/index.html"];
  expect(await page.evaluate((addresses) => addresses.map((address) => window.open(address)), refused)).toEqual([
    null,
    null,
    null,
  ]);
  await follow(page, "https://example.org/last", "_blank");
  await expect.poll(async () => (await openedAddresses(app)).slice(2)).toEqual(["https://example.org/last"]);
  await expect.poll(() => app.windows().length).toBe(1);
  expect(page.url()).toBe(before);
  await expect(page.getByRole("main")).toBeVisible();
});

test("permissions are denied unless listed: writing to the clipboard and notifications", async ({
  desktop: { page },
}) => {
  const states = await page.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => "granted",
      (error: unknown) => (error instanceof DOMException ? error.name : "failed"),
    );
    return {
      geolocation: await state("geolocation"),
      clipboardRead: await state("clipboard-read"),
      microphone,
      notifications: Notification.permission,
      clipboardWrite: await navigator.clipboard.writeText("from the page").then(() => "granted", String),
    };
  });
  expect(states).toEqual({
    geolocation: "denied",
    clipboardRead: "denied",
    microphone: expect.stringMatching(/^(NotAllowedError|NotFoundError)$/),
    notifications: "granted",
    clipboardWrite: "granted",
  });
});

test("the core's server on this machine is for those with a credential only", async ({ desktop: { page }, api }) => {
  expect(await api.sessions()).toEqual([]);
  const address = await page.getByRole("contentinfo").getByTitle("Copy the address").textContent();
  for (const path of ["/api/v1/sessions", "/api/v1/status", "/metrics"]) {
    expect((await fetch(`http://${address}${path}`)).status, path).toBe(401);
  }
});
