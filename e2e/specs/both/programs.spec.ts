import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { Api } from "../../helpers/api.ts";
import { terminalRows } from "../../helpers/terminal.ts";
import { test } from "../../helpers/test.ts";

/** A shell of a test's own, on the screen and with the keyboard in it. */
async function openShell(page: Page, api: Api) {
  const { id } = await api.startShell("programs");
  await page.getByRole("button", { name: /^programs/ }).click();
  const rows = terminalRows(page, id);
  await expect(rows).toContainText(/[#$] /);
  await page.getByTestId(`terminal-${id}`).click();
  return {
    rows,
    type: async (text: string) => await page.keyboard.type(text),
    press: (key: string) => page.keyboard.press(key),
  };
}

test("bash: editing a line, a job in the background, interrupting", async ({ appPage, api }) => {
  const { rows, type, press } = await openShell(appPage, api);
  await type("echo wrong");
  await press("Control+w");
  await type("$((6*7))-right");
  await press("Enter");
  await expect(rows).toContainText("42-right");
  await type("sleep 300 & jobs; wait");
  await press("Enter");
  await expect(rows).toContainText(/Running\s+sleep 300/);
  await press("Control+c");
  await type('echo "code $?"; kill %1');
  await press("Enter");
  await expect(rows).toContainText("code 130");
});

test("less: the alternate screen, searching, and the shell as it was afterwards", async ({ appPage, api, folder }) => {
  const file = join(folder, "lines.txt");
  await writeFile(file, Array.from({ length: 500 }, (_value, index) => `this is line ${index + 1}\n`).join(""));
  const { rows, type, press } = await openShell(appPage, api);
  await type("echo before-less");
  await press("Enter");
  await expect(rows).toContainText("before-less");
  await type(`less ${file}`);
  await press("Enter");
  await expect(rows).toContainText("this is line 1");
  await expect(rows).not.toContainText("before-less");
  await type("/line 400");
  await press("Enter");
  await expect(rows).toContainText("this is line 400");
  await type("q");
  await expect(rows).toContainText("before-less");
  await expect(rows).not.toContainText("this is line 400");
});

test("vim: typing into a file and saving it", async ({ appPage, api, folder }) => {
  const file = join(folder, "note.txt");
  const { rows, type, press } = await openShell(appPage, api);
  await type(`vim -u NONE -N ${file}`);
  await press("Enter");
  await expect(rows).toContainText("~");
  await type("iship ahoy");
  await press("Escape");
  await type("yy3p");
  await expect(rows).toContainText(/(ship ahoy.*){4}/s);
  await type(":wq");
  await press("Enter");
  // Back on the shell's own screen, with the file as it was typed.
  await expect(rows).toContainText(/note\.txt.+[#$]\s*$/s);
  expect(await readFile(file, "utf8")).toBe("ship ahoy\n".repeat(4));
});

test("top: a screen that redraws itself, and leaves", async ({ appPage, api }) => {
  const { rows, type, press } = await openShell(appPage, api);
  await type("top -d 1");
  await press("Enter");
  await expect(rows).toContainText(/PID\s+USER/);
  await type("q");
  // What is typed before the shell is back would be the end of top's own input.
  await expect(rows).toContainText(/[#$]\s*$/);
  await type("echo out-of-$((20+2))-top");
  await press("Enter");
  await expect(rows).toContainText("out-of-22-top");
});

test("a Node prompt: what is typed is evaluated, also beyond ASCII", async ({ appPage, api }) => {
  const { rows, type, press } = await openShell(appPage, api);
  await type(`'${process.execPath}'`);
  await press("Enter");
  await expect(rows).toContainText(/> /);
  await type("[...'船长 ahoy'].reverse().join('')");
  await press("Enter");
  await expect(rows).toContainText("yoha 长船");
  await press("Control+d");
});
