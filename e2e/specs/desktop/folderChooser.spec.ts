import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { terminalOf } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

test("a folder is chosen with the system's own chooser, which begins where the field points", async ({
  desktop: { app, page },
  api,
  folder,
}) => {
  const [first, chosen] = [join(folder, "first"), join(folder, "chosen")];
  await Promise.all([mkdir(first), mkdir(chosen)]);
  // The system's dialog is a person's to answer: here it answers with a folder, and remembers what it was asked.
  await app.evaluate(({ dialog }, answer) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    const showOpenDialog = async (_window: Electron.BrowserWindow, options: Electron.OpenDialogOptions) => {
      asked.push([options.defaultPath, options.properties]);
      return asked.length === 1 ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [answer] };
    };
    Object.assign(dialog, { showOpenDialog });
  }, chosen);
  await expect(page.getByRole("heading", { name: "Command your tools from here" })).toBeVisible();
  await page.keyboard.press("Alt+Shift+N");
  const dialog = page.getByRole("dialog", { name: "New session" });
  const field = dialog.getByLabel("Folder", { exact: true });
  await field.fill(first);
  const askedFor = () => app.evaluate(() => Reflect.get(globalThis, "asked"));
  await dialog.getByRole("button", { name: "Browse" }).click();
  await expect.poll(askedFor).toEqual([[first, ["openDirectory", "createDirectory"]]]);
  // Cancelled: what was typed stays.
  await expect(field).toHaveValue(first);
  await dialog.getByRole("button", { name: "Browse" }).click();
  await expect(field).toHaveValue(chosen);
  await dialog.getByRole("button", { name: "Start Shell" }).click();
  await expect(dialog).toBeHidden();
  const [started] = await api.sessions();
  expect(started?.folder).toBe(chosen);
  const { rows, run } = await terminalOf(page, started?.id ?? "");
  await run("basename $(pwd)");
  await expect(rows).toContainText("chosen");
});
