import { expect, type Page } from "@playwright/test";
import { openShell } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

/** The command that makes a terminal say something by OSC 9, a while after the typing that it must not be taken for. */
const notify = (text: string): string => `sleep 1; printf '\\033]9;${text}\\007'`;

const badge = (page: Page) => page.getByTestId("inbox-badge");

test("what a tool says arrives: badge, message, mark on its session, inbox; and goes when it is put away", async ({
  browserPage: page,
  api,
}) => {
  const { id } = await openShell(page, api, "builder");
  await page.goto(new URL("/#/settings", page.url()).href);
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await api.type(id, `${notify("Deployed to staging")}\r`);
  const message = page.getByRole("region", { name: /Messages/ }).getByText("Deployed to staging", { exact: true });
  await expect(message).toBeVisible();
  await expect(badge(page)).toHaveText(/^1/);
  await page.getByRole("link", { name: "Sessions", exact: true }).first().click();
  await expect(page.getByRole("button", { name: /^builder.*Needs you/ })).toBeVisible();
  const above = page.getByRole("region", { name: "Needs you" });
  await expect(above).toContainText("Deployed to staging");
  await above.getByRole("link", { name: "Details" }).click();
  await expect(page.getByRole("article")).toContainText("Deployed to staging");
  await expect(page.getByRole("heading", { name: "Need you" })).toBeVisible();
  await page.getByRole("article").getByRole("button", { name: "Put away" }).click();
  await expect(badge(page)).toBeHidden();
  await expect(page.getByRole("article")).toContainText("How it ended");
  await expect(message).toBeHidden();
});

test("the ledger says that the item arrived here and was seen", async ({ browserPage: page }) => {
  await page.goto(new URL("/#/settings/attention", page.url()).href);
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page).toHaveURL(/#\/inbox\/[0-9a-f-]{36}$/);
  const row = page.getByRole("row", { name: /This machine’s inbox/ });
  await expect(row).toContainText("Seen");
  await expect(row.getByRole("cell").nth(2)).toHaveText(/^\d\d:\d\d:\d\d$/);
});

test("what stands on the screen of a desk that was left counts as seen only when somebody comes back", async ({
  browserPage: page,
  api,
}) => {
  await page.clock.install();
  await page.goto(new URL("/#/inbox", page.url()).href);
  await page.reload();
  const { id } = await api.testAttention();
  await expect(page.getByRole("article")).toContainText("This is a test.");
  await page.clock.fastForward(5_000);
  await expect.poll(() => api.deliveryOf(id, "inbox")).toMatchObject({ state: "delivered" });
  const backAt = Date.now();
  await page.mouse.move(200, 200);
  await page.clock.fastForward(5_000);
  await expect.poll(() => api.deliveryOf(id, "inbox")).toMatchObject({ state: "seen" });
  expect((await api.deliveryOf(id, "inbox"))?.times.seenAt).toBeGreaterThanOrEqual(backAt);
});

test("what one page settles, the other sees settled, and by whom", async ({ browserPage: page, context, api }) => {
  const { run } = await openShell(page, api, "twice");
  await run(notify("Look here"));
  await expect(badge(page)).toHaveText(/^1/);
  const other = await context.newPage();
  await other.goto(new URL("/#/inbox", page.url()).href);
  await expect(other.getByRole("article")).toContainText("Look here");
  await other.getByRole("article").getByRole("button", { name: "Put away" }).click();
  await expect(badge(page)).toBeHidden();
  await page.getByRole("link", { name: "Inbox" }).first().click();
  await page.getByRole("button", { name: /Look here/ }).click();
  await expect(page.getByRole("article")).toContainText("Put away");
});

test("a reload neither announces again nor forgets; what comes meanwhile is there", async ({
  browserPage: page,
  api,
}) => {
  const { id } = await openShell(page, api, "reloaded");
  await page.goto(new URL("/#/settings", page.url()).href);
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await api.type(id, `${notify("Only once")}\r`);
  const messages = page.getByRole("region", { name: /Messages/ });
  await expect(messages.getByText("Only once", { exact: true })).toBeVisible();
  await page.reload();
  await expect(badge(page)).toHaveText(/^1/);
  await expect(messages.getByText("Only once", { exact: true })).toBeHidden();
});

test("the inbox is gone through with the keyboard alone", async ({ browserPage: page, api }) => {
  const { run } = await openShell(page, api, "keys");
  await run(`${notify("One")}; ${notify("Two")}`);
  await expect(badge(page)).toHaveText(/^[12]/);
  await page.keyboard.press("Alt+Shift+1");
  await expect(page.getByRole("heading", { name: "Inbox", exact: true })).toBeVisible();
  await page.getByRole("button", { name: /^keys/ }).or(page.locator("[data-item]")).first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article")).toBeVisible();
});
