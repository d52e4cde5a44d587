import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { openShell } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

async function seriousViolations(page: Page): Promise<readonly string[]> {
  // What a program prints is its own; the terminal's colours are checked with the tokens.
  const { violations } = await new AxeBuilder({ page }).exclude(".xterm").analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const theme of ["light", "dark", "contrast"]) {
  for (const width of [1440, 390]) {
    test(`sessions and their dialogs have no serious violation, ${theme} at ${width}`, async ({
      browserPage: page,
      api,
    }) => {
      await api.changeSettings({ "appearance.theme": theme });
      await page.setViewportSize({ width, height: 844 });
      await page.reload();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      const { rows, run } = await openShell(page, api, "accessible");
      await run("seq 1 200");
      await expect(rows).toContainText("200");
      expect(await seriousViolations(page)).toEqual([]);
      for (const [keys, place] of [
        ["Alt+Shift+N", page.getByRole("dialog", { name: "New session" })],
        ["Control+Shift+F", page.getByRole("dialog", { name: "Search the history" })],
        ["Alt+Shift+E", page.getByRole("dialog", { name: /^Export/ })],
        ["Alt+Shift+H", page.getByTestId("history")],
        ["Alt+Shift+R", page.getByTestId("replay")],
      ] as const) {
        await page.keyboard.press(keys);
        await expect(place).toBeVisible();
        expect(await seriousViolations(page)).toEqual([]);
        await page.keyboard.press("Escape");
        await expect(place).toBeHidden();
      }
    });
  }
}
