import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { test } from "../../helpers/test.ts";

const pages = [
  "#/sessions",
  "#/settings/appearance",
  "#/settings/sessions",
  "#/settings/tools",
  "#/settings/server",
  "#/settings/secrets",
  "#/settings/tokens",
  "#/models",
  "#/models/tools",
  "#/models/usage",
  "#/diagnostics",
  "#/diagnostics/log",
];

/** Violations that keep somebody from using the page. */
async function seriousViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const theme of ["light", "dark", "contrast"]) {
  for (const width of [1440, 390]) {
    test(`no page has a serious violation, ${theme} at ${width}`, async ({ browserPage: page, api }) => {
      await api.changeSettings({ "appearance.theme": theme });
      await page.setViewportSize({ width, height: 844 });
      await page.reload();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      const found: string[] = [];
      for (const fragment of pages) {
        await page.goto(new URL(fragment, page.url()).href);
        await expect(page.getByRole("heading").first()).toBeVisible();
        found.push(...(await seriousViolations(page)));
      }
      await page.keyboard.press("Control+Shift+P");
      await expect(page.getByRole("combobox")).toBeVisible();
      found.push(...(await seriousViolations(page)));
      expect(found).toEqual([]);
    });
  }
}

test("the sign-in page has no serious violation", async ({ headlessHost, page }) => {
  await page.goto(headlessHost.ready.url);
  await expect(page.getByLabel("Sign-in link")).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
});
