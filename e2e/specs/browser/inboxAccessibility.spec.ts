import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { test } from "../../helpers/test.ts";

for (const theme of ["light", "dark", "contrast"]) {
  for (const width of [1440, 390]) {
    test(`the inbox, an item and its session have no serious violation, ${theme} at ${width}`, async ({
      browserPage: page,
      api,
    }) => {
      await api.changeSettings({ "appearance.theme": theme });
      await page.setViewportSize({ width, height: 844 });
      await page.reload();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await page.goto(new URL("#/settings/attention", page.url()).href);
      await page.getByRole("button", { name: "Send a test" }).click();
      await expect(page.getByRole("article").getByRole("table")).toBeVisible();
      const found: string[] = [];
      for (const fragment of [null, "#/inbox", "#/settings/attention", "#/settings/relay"]) {
        if (fragment !== null) await page.goto(new URL(fragment, page.url()).href);
        await expect(page.getByRole("heading").first()).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        found.push(
          ...violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
        );
      }
      expect(found).toEqual([]);
    });
  }
}
