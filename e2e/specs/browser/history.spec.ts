import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { openShell } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

test("scrolling up beyond the terminal reaches the very first line, and the end is the live terminal again", async ({
  browserPage: page,
  api,
}) => {
  const { rows, run } = await openShell(page, api, "long");
  await run("printf '\\033[32mfirst-of-all\\033[0m\\n'; seq 1 30000");
  await expect(rows).toContainText("30000");
  await page.keyboard.press("Alt+Shift+H");
  const history = page.getByTestId("history");
  await expect(history.getByText("29980", { exact: true })).toBeAttached();
  await page.keyboard.press("Home");
  const first = history.getByText("first-of-all", { exact: true });
  await expect(first).toBeVisible();
  await expect(first).toHaveCSS("color", "rgb(35, 112, 47)");
  await expect(history.getByText(/^Row \d+ of 30,0\d\d/)).toBeVisible();
  await page.keyboard.press("End");
  await expect(history).toBeHidden();
  await expect(rows).toBeVisible();
});

/** A wheel turns again and again, while Playwright's own pauses between tries soon grow to a second. */
const atOnce = { intervals: [1] };

test("the wheel goes through the terminal's own lines and on into the history, and back", async ({
  browserPage: page,
  api,
}) => {
  await api.changeSettings({ "appearance.terminalScrollback": 100 });
  await page.reload();
  const { id, rows, run } = await openShell(page, api, "wheeled");
  await run("seq 1 3000");
  await expect(rows).toContainText("3000");
  await page.getByTestId(`terminal-${id}`).hover();
  const history = page.getByTestId("history");
  await expect(async () => {
    await page.mouse.wheel(0, -500);
    await expect(history).toBeVisible({ timeout: 50 });
  }).toPass(atOnce);
  await expect(history.getByText("2860", { exact: true })).toBeVisible();
  await expect(async () => {
    await page.mouse.wheel(0, 2000);
    await expect(history).toBeHidden({ timeout: 50 });
  }).toPass(atOnce);
  await expect(rows).toBeVisible();
});

test("what is copied from the history is the text, a wrapped line as one", async ({
  browserPage: page,
  context,
  api,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { rows, run } = await openShell(page, api, "copied");
  await run("clear; printf 'w%.0s' {1..400}; echo; echo the-end");
  await expect(rows).toContainText("the-end");
  await page.keyboard.press("Alt+Shift+H");
  const history = page.getByTestId("history");
  await expect(history.getByText("the-end", { exact: true })).toBeVisible();
  await history.getByText("the-end", { exact: true }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`${"w".repeat(400)}\nthe-end`);
});

test("searching all sessions as one types, and going to the row", async ({ browserPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "searched");
  await run("echo needle-$((10+1)); seq 1 20000");
  await expect(rows).toContainText("20000");
  await openShell(page, api, "other");
  await page.keyboard.press("Control+Shift+F");
  const search = page.getByRole("dialog", { name: "Search the history" });
  await search.getByRole("combobox", { name: "Search what was printed" }).fill("needle-11");
  await expect(search.getByRole("option")).toHaveCount(1);
  await expect(search.getByRole("option")).toContainText("needle-11");
  await page.keyboard.press("Enter");
  await expect(search).toBeHidden();
  await expect(page.getByTestId("history").getByText("needle-11", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(rows).toBeVisible();
});

test("replay shows what was on the screen at a moment that is gone", async ({ browserPage: page, api }) => {
  const { rows, run } = await openShell(page, api, "replayed");
  // The program itself leaves its first screen on for three seconds, long enough to be looked at again.
  await run("clear; echo only-$((20+2))-then; sleep 3; clear; echo cleared-$((30+3))");
  await expect(rows).toContainText("only-22-then");
  await expect(rows).toContainText("cleared-33");
  await expect(rows).not.toContainText("only-22-then");
  await page.keyboard.press("Alt+Shift+R");
  const replay = page.getByTestId("replay");
  const screen = replay.locator(".xterm-rows");
  await expect(replay.getByRole("slider", { name: "Timeline" })).toBeVisible();
  await replay.getByRole("checkbox", { name: "Skip idle time" }).uncheck();
  await replay.getByRole("button", { name: "Play" }).click();
  await expect(screen).toContainText("only-22-then");
  await expect(screen).toContainText("cleared-33");
  await expect(screen).not.toContainText("only-22-then");
  await page.keyboard.press("Escape");
  await expect(rows).toContainText("cleared-33");
});

for (const [format, expected] of [
  ["Plain text", "exported-77"],
  ["Text with colours (ANSI)", "\u001b[31mexported-77"],
  ["Recording (asciicast)", '"version"'],
] as const) {
  test(`export: ${format}`, async ({ browserPage: page, api }) => {
    const { rows, run } = await openShell(page, api, "exported");
    await run("printf '\\033[31mexported-%s\\033[0m\\n' $((70+7))");
    await expect(rows).toContainText("exported-77");
    await page.keyboard.press("Alt+Shift+E");
    const dialog = page.getByRole("dialog", { name: "Export “exported”" });
    await dialog.getByLabel("Format").click();
    await page.getByRole("option", { name: new RegExp(`^${format.replace(/[()]/g, "\\$&")}`) }).click();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save the file" }).click();
    const saved = await (await download).path();
    expect(await readFile(saved, "utf8")).toContain(expected);
    await expect(dialog).toBeHidden();
  });
}
