import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { openShell, terminalOf } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

test("the first session: chosen, given a folder and arguments, typed into", async ({
  browserPage: page,
  api,
  folder,
}) => {
  await mkdir(join(folder, "engine"));
  await expect(page.getByRole("heading", { name: "Command your tools from here" })).toBeVisible();
  await page.keyboard.press("Alt+Shift+N");
  const dialog = page.getByRole("dialog", { name: "New session" });
  await expect(dialog.getByRole("radio", { name: /Shell/ })).toBeChecked();
  await dialog.getByLabel("Folder", { exact: true }).fill(join(folder, "nowhere"));
  await dialog
    .getByLabel("Arguments")
    .fill(`--norc -c 'printf "<%s>" "$@"; echo; exec bash --norc' name "two words" ''`);
  await dialog.getByRole("button", { name: "Start Shell" }).click();
  await expect(dialog.getByRole("alert")).toContainText("doesn’t exist");
  await dialog.getByLabel("Folder", { exact: true }).fill(join(folder, "engine"));
  await dialog.getByRole("button", { name: "Start Shell" }).click();
  await expect(dialog).toBeHidden();
  const [started] = await api.sessions();
  const { rows, run } = await terminalOf(page, started?.id ?? "");
  // What stood in quotes came as one argument, an empty one as an empty one, and no shell of ours touched them.
  await expect(rows).toContainText("<two words><>");
  await run("pwd; tty");
  await expect(rows).toContainText(join(folder, "engine"));
  await expect(rows).toContainText("/dev/pts/");
});

test("an argument line that is not complete says where, and starts nothing", async ({ browserPage: page, api }) => {
  await expect(page.getByRole("heading", { name: "Command your tools from here" })).toBeVisible();
  await page.keyboard.press("Alt+Shift+N");
  const dialog = page.getByRole("dialog", { name: "New session" });
  await dialog.getByLabel("Arguments").fill('-c "echo');
  await dialog.getByRole("button", { name: "Start Shell" }).click();
  await expect(dialog.getByRole("alert")).toContainText("character 4");
  expect(await api.sessions()).toEqual([]);
});

test("colours are the theme's, and change with it", async ({ browserPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "colours");
  await run("printf '\\033[31mred-%s\\033[0m' $((1+1))");
  const red = rows.locator("span", { hasText: "red-2" }).last();
  await expect(red).toHaveCSS("color", "rgb(179, 38, 30)");
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox").fill("theme dark");
  await page.keyboard.press("Enter");
  await expect(red).toHaveCSS("color", "rgb(242, 141, 132)");
});

test("the terminal's size follows the window", async ({ browserPage: page, api }) => {
  const { id, rows, run } = await openShell(page, api, "sized");
  await expect.poll(async () => (await api.session(id)).columns).toBeGreaterThan(100);
  const before = (await api.session(id)).columns;
  await page.setViewportSize({ width: 900, height: 600 });
  await expect.poll(async () => (await api.session(id)).columns).toBeLessThan(before);
  const after = await api.session(id);
  await run("stty size");
  await expect(rows).toContainText(`${after.rows} ${after.columns}`);
});

test("stopping says how it ended; restarting goes on in the same session", async ({ browserPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "restarted");
  await run("echo before-$((40+2))");
  await expect(rows).toContainText("before-42");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Stop", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("You stopped it.")).toBeVisible();
  await expect(rows).toContainText("before-42");
  await page.getByRole("button", { name: "Restart", exact: true }).click();
  await expect(page.getByText("You stopped it.")).toBeHidden();
  // The old prompt, then the new one below it.
  await expect(rows).toContainText(/before-42.*[#$].*[#$]\s*$/s);
  await page.locator(".xterm-helper-textarea").first().focus();
  await run("echo again-$((40+3))");
  await expect(rows).toContainText("again-43");
});

test("an exit code is told, and a session is deleted only after asking", async ({ browserPage: page, api }) => {
  const { run } = await openShell(page, api, "leaving");
  await run("exit 7");
  await expect(page.getByText("It ended with exit code 7.")).toBeVisible();
  await page.getByRole("button", { name: /^leaving/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: /^leaving/ })).toBeHidden();
  expect(await api.sessions()).toEqual([]);
});

test("the list filters as one types and marks what printed meanwhile", async ({ browserPage: page, api }) => {
  const quiet = await openShell(page, api, "quiet");
  const busy = await openShell(page, api, "busy");
  await expect(busy.rows).toBeVisible();
  await api.type(quiet.id, "printf something-new\n");
  await expect(page.getByRole("button", { name: /^quiet.*New output/ })).toBeVisible();
  await page.getByLabel("Filter sessions").fill("something-new");
  await expect(page.getByRole("button", { name: /^busy/ })).toBeHidden();
  await expect(page.getByRole("button", { name: /^quiet/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(quiet.rows).toContainText("something-new");
  await expect(page.getByRole("button", { name: /^quiet.*New output/ })).toBeHidden();
});
