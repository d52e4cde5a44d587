import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { answersOf, say, standInModel } from "../../helpers/chatPage.ts";
import { type ChatServer, startChatServer } from "../../helpers/modelServer/chatServer.ts";
import { says } from "../../helpers/modelServer/turn.ts";
import { test } from "../../helpers/test.ts";

/** Violations that keep somebody from using the page. */
async function seriousViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

const text =
  "# Tides\n\nThe **moon**, `sin(x)`:\n\n- [x] high\n- low\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nconst a = 1; // one\n```";

/** Answers with everything an answer may hold, then asks, then fails. */
async function startServer(): Promise<ChatServer> {
  return await startChatServer([
    {
      kind: "answer",
      pieces: [
        { kind: "reasoning", text: "Hm." },
        { kind: "text", text },
      ],
    },
    {
      kind: "answer",
      pieces: [{ kind: "calls", calls: [{ id: "c", name: "app_start_session", arguments: '{"tool":"shell"}' }] }],
    },
    { kind: "status", status: 401 },
    says("Never."),
  ]);
}

for (const theme of ["light", "dark", "contrast"])
  for (const width of [1440, 390])
    test(`a conversation has no serious violation, ${theme} at ${width}`, async ({ browserPage: page, api }) => {
      await using server = await startServer();
      await api.changeSettings({ ...standInModel(server), "appearance.theme": theme });
      await page.setViewportSize({ width, height: 844 });
      await page.goto(new URL("/#/chat/new", page.url()).href);
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      const found = [...(await seriousViolations(page))];
      await say(page, "Tides?");
      await expect(answersOf(page)).toContainText("Stand-in model ·");
      found.push(...(await seriousViolations(page)));
      await say(page, "Start something");
      await expect(page.getByRole("button", { name: "Allow once" })).toBeVisible();
      found.push(...(await seriousViolations(page)));
      await page.getByRole("button", { name: "Deny" }).click();
      await expect(page.getByRole("alert")).toContainText("refused the key");
      found.push(...(await seriousViolations(page)));
      expect(found).toEqual([]);
    });
