import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { openShell, terminalOf } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

test("a session is started from the dialog, in the folder that was given", async ({ appPage: page, api, folder }) => {
  await mkdir(join(folder, "engine"));
  await expect(page.getByRole("heading", { name: "Command your tools from here" })).toBeVisible();
  await page.keyboard.press("Alt+Shift+N");
  const dialog = page.getByRole("dialog", { name: "New session" });
  await dialog.getByLabel("Folder", { exact: true }).fill(join(folder, "engine"));
  await dialog.getByRole("button", { name: "Start Shell" }).click();
  await expect(dialog).toBeHidden();
  const [started] = await api.sessions();
  const { rows, run } = await terminalOf(page, started?.id ?? "");
  await run("basename $(pwd); tty");
  await expect(rows).toContainText("engine");
  await expect(rows).toContainText("/dev/pts/");
});

test("history: up to the very first line, and back to the live terminal", async ({ appPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "long");
  await run("echo first-of-all-$((1+1)); seq 1 20000");
  await expect(rows).toContainText("20000");
  await page.keyboard.press("Alt+Shift+H");
  const history = page.getByTestId("history");
  await expect(history.getByText("19980", { exact: true })).toBeAttached();
  await page.keyboard.press("Home");
  await expect(history.getByText("first-of-all-2", { exact: true })).toBeVisible();
  await page.keyboard.press("End");
  await expect(history).toBeHidden();
  await expect(rows).toBeVisible();
});

test("searching all sessions goes to the row", async ({ appPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "searched");
  await run("echo needle-$((10+1)); seq 1 20000");
  await expect(rows).toContainText("20000");
  await page.keyboard.press("Control+Shift+F");
  const search = page.getByRole("dialog", { name: "Search the history" });
  await search.getByRole("combobox", { name: "Search what was printed" }).fill("needle-11");
  await expect(search.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("history").getByText("needle-11", { exact: true })).toBeVisible();
});

test("two sessions beside each other, each with its own keys", async ({ appPage: page, api }) => {
  const left = await openShell(page, api, "left");
  const right = await openShell(page, api, "right");
  await page.keyboard.press("Alt+Shift+M");
  await right.run("echo typed-$((1+1))-right");
  await expect(right.rows).toContainText("typed-2-right");
  await page.keyboard.press("Alt+Shift+O");
  await left.run("echo typed-$((1+1))-left");
  await expect(left.rows).toContainText("typed-2-left");
  await expect(right.rows).not.toContainText("left");
});

test("replay shows a screen that is gone", async ({ appPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "replayed");
  // The program itself leaves its first screen on for three seconds, long enough to be looked at again.
  await run("clear; echo only-$((20+2))-then; sleep 3; clear; echo cleared-$((30+3))");
  await expect(rows).toContainText("cleared-33");
  await page.keyboard.press("Alt+Shift+R");
  const replay = page.getByTestId("replay");
  await replay.getByRole("checkbox", { name: "Skip idle time" }).uncheck();
  await replay.getByRole("button", { name: "Play" }).click();
  const screen = replay.locator(".xterm-rows");
  await expect(screen).toContainText("only-22-then");
  await expect(screen).toContainText("cleared-33");
});

test("an export is saved as a file", async ({ appPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "exported");
  await run("echo exported-$((70+7))");
  await expect(rows).toContainText("exported-77");
  await page.keyboard.press("Alt+Shift+E");
  const dialog = page.getByRole("dialog", { name: "Export “exported”" });
  await dialog.getByRole("button", { name: "Save the file" }).click();
  await expect(page.getByText("exported.txt was saved", { exact: true })).toBeVisible();
  await expect(dialog).toBeHidden();
});
