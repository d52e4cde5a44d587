import type { Locator, Page } from "@playwright/test";

/** The rows on the screen of a session's terminal, as text. */
export function terminalRows(page: Page, sessionId: string): Locator {
  return page.getByTestId(`terminal-${sessionId}`).locator(".xterm-rows");
}
