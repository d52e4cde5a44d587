import { expect } from "@playwright/test";
import { terminalRows } from "../../helpers/terminal.ts";
import { test } from "../../helpers/test.ts";

test("the window shows the app, over its own port to the core", async ({ desktop: { app, page } }) => {
  await expect(page).toHaveTitle(/Quarterdeck/);
  await expect(page.getByRole("main")).toBeVisible();
  // The status bar's version and count come from the core: nothing else than the port could have brought them.
  await expect(page.getByRole("contentinfo")).toContainText("0 sessions running");
  const address = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
  );
  expect(address).toEqual([expect.stringMatching(/^app:\/\/quarterdeck\//)]);
});

test("what is printed arrives as bytes and is drawn", async ({ desktop: { page }, api }) => {
  const session = await api.startShell("drawn");
  await api.type(session.id, "printf 'quarter%s\\n' deck-42\n");
  await page.getByRole("button", { name: /^drawn/ }).click();
  await expect(terminalRows(page, session.id)).toContainText("quarterdeck-42");
});

test("a reload brings a fresh port, and the app goes on", async ({ desktop: { page }, api }) => {
  await expect(page.getByRole("contentinfo")).toContainText("0 sessions running");
  await page.reload();
  await api.startShell("after the reload");
  await expect(page.getByRole("contentinfo")).toContainText("1 session running");
});

test("the preload script shows the page four things, and nothing of Node", async ({ desktop: { page } }) => {
  const seen = await page.evaluate(() => {
    const bridge = window.quarterdeck;
    const scope = globalThis as unknown as Record<string, unknown>;
    return {
      bridge: Object.entries(bridge ?? {}).map(([name, value]) => [name, typeof value]),
      node: [
        "require",
        "process",
        "module",
        "exports",
        "Buffer",
        "global",
        "setImmediate",
        "electron",
        "ipcRenderer",
      ].filter((name) => name in scope),
      isReplaceable: Object.getOwnPropertyDescriptor(window, "quarterdeck")?.writable,
    };
  });
  expect(Object.fromEntries(seen.bridge)).toEqual({
    platform: "string",
    version: "string",
    requestPort: "function",
    chooseFolder: "function",
  });
  expect(seen.node).toEqual([]);
  expect(seen.isReplaceable).toBe(false);
});

test("the folder chooser is the system's own and answers the page", async ({ desktop: { app, page }, folder }) => {
  await app.evaluate(({ dialog }, chosen) => {
    const answers = [
      { canceled: false, filePaths: [chosen] },
      { canceled: true, filePaths: [] },
    ];
    Object.assign(dialog, { showOpenDialog: async () => answers.shift() });
  }, folder);
  expect(await page.evaluate(() => window.quarterdeck?.chooseFolder("/"))).toBe(folder);
  expect(await page.evaluate(() => window.quarterdeck?.chooseFolder())).toBeNull();
});
