import { expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "./api.ts";
import { terminalRows } from "./terminal.ts";

/** A session's terminal on the screen with the keyboard in it. */
export interface OpenTerminal {
  readonly id: string;
  readonly rows: Locator;
  /** Types a line and presses Enter. */
  run(line: string): Promise<void>;
}

/** Starts a shell over the API and opens it from the list. */
export async function openShell(page: Page, api: Api, name: string): Promise<OpenTerminal> {
  const { id } = await api.startShell(name);
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  return await terminalOf(page, id);
}

/** The terminal of a session that is open on the page, once its shell asks for input. */
export async function terminalOf(page: Page, id: string): Promise<OpenTerminal> {
  const rows = terminalRows(page, id);
  await expect(rows).toContainText(/[#$] /);
  await page.getByTestId(`terminal-${id}`).click();
  return {
    id,
    rows,
    run: async (line) => {
      await page.keyboard.type(line);
      await page.keyboard.press("Enter");
    },
  };
}
