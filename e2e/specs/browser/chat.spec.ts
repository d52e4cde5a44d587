import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { connectApi } from "../../helpers/api.ts";
import { answersOf, composerOf, openNewChat, questionsOf, say, standInModel } from "../../helpers/chatPage.ts";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { startChatServer } from "../../helpers/modelServer/chatServer.ts";
import { says } from "../../helpers/modelServer/turn.ts";
import { test } from "../../helpers/test.ts";

const words = Array.from({ length: 120 }, (_, number) => `word${number}`).join(" ");

test("a connection cut in mid-stream: what is missing arrives in order, once", async ({ browserPage: page, api }) => {
  await using server = await startChatServer([says(words, { paceMs: 40 })]);
  await openNewChat(page, api, server);
  await say(page, "Count");
  await expect(answersOf(page)).toContainText("word10");
  for (const seen of ["word20", "word50"]) {
    await expect(answersOf(page)).toContainText(seen);
    await page.context().setOffline(true);
    await expect(page.getByText("Not connected")).toBeVisible();
    await page.context().setOffline(false);
  }
  await expect(answersOf(page)).toContainText("word119");
  await expect(answersOf(page).getByRole("paragraph").first()).toHaveText(words);
  expect(server.requests).toHaveLength(1);
});

test("what is sent without a connection waits in sight and goes by itself, once", async ({
  browserPage: page,
  api,
}) => {
  await using server = await startChatServer([says("First."), says("Second.")]);
  await openNewChat(page, api, server);
  await say(page, "One");
  await expect(answersOf(page)).toContainText("First.");
  await page.context().setOffline(true);
  await expect(page.getByText("Not connected")).toBeVisible();
  await say(page, "Two");
  await expect(page.getByText("Offline. Sent as soon as the connection is back.")).toBeVisible();
  await page.context().setOffline(false);
  await expect(answersOf(page).nth(1)).toContainText("Second.");
  await expect(questionsOf(page)).toHaveCount(2);
  expect(server.requests).toHaveLength(2);
});

test("an answer cut off by a crash says so and is gone on with", async ({ folder, page }) => {
  await using server = await startChatServer([says(words, { paceMs: 40 }), says("And that was all.")]);
  const first = await startHeadless({ folder });
  await page.goto(first.ready.loginUrl);
  await openNewChat(page, await connectApi(first.dataFolder), server);
  await say(page, "Count");
  await expect(answersOf(page)).toContainText("word30");
  await first.kill();
  await using _second = await startHeadless({ folder, arguments: ["--port", new URL(first.ready.url).port] });
  await expect(page.getByText("Quarterdeck ended in the middle of this answer.", { exact: false })).toBeVisible();
  await expect(answersOf(page)).toContainText("word30");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(answersOf(page)).toContainText("And that was all.");
});

test("an export is a file with what was said, and comes back in as a conversation", async ({
  browserPage: page,
  api,
}) => {
  await using server = await startChatServer([says("月球的引力引起潮汐。")]);
  await openNewChat(page, api, server);
  await say(page, "为什么海水会涨落？");
  await expect(answersOf(page)).toContainText("潮汐");
  const save = async (format: string): Promise<string> => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: format }).click();
    return await readFile(await (await download).path(), "utf8");
  };
  const markdown = await save("Export as Markdown");
  expect(markdown).toContain("为什么海水会涨落？");
  expect(markdown).toContain("月球的引力引起潮汐。");
  const json = await save("Export as JSON, all versions");
  const before = page.url();
  await page
    .getByLabel("Import a conversation")
    .and(page.locator("input"))
    .setInputFiles({ name: "tides.json", mimeType: "application/json", buffer: Buffer.from(json) });
  await expect(page).not.toHaveURL(before);
  await expect(answersOf(page)).toContainText("潮汐");
});

test("what is written during an answer waits for its end, and is sent then", async ({ browserPage: page, api }) => {
  await using server = await startChatServer([says(words, { paceMs: 20 }), says("Second.")]);
  await openNewChat(page, api, server);
  await say(page, "One");
  await expect(answersOf(page)).toContainText("word3");
  await say(page, "Two");
  await expect(page.getByText("Sent when the answer above has ended.")).toBeVisible();
  expect(server.requests).toHaveLength(1);
  await expect(answersOf(page).nth(1)).toContainText("Second.");
  await expect(questionsOf(page)).toHaveCount(2);
});

test("an answer is stopped, and what was said stays", async ({ browserPage: page, api }) => {
  await using server = await startChatServer([says(words, { paceMs: 60 })]);
  await openNewChat(page, api, server);
  await say(page, "Count");
  await expect(answersOf(page)).toContainText("word5");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(answersOf(page)).toContainText("Stopped");
  await expect(answersOf(page)).toContainText("word5");
  await expect(answersOf(page)).not.toContainText("word119");
  await server.requests[0]?.abandoned;
});

test("reading above is not disturbed by what is written below, and one press leads to the newest", async ({
  browserPage: page,
  api,
}) => {
  const long = Array.from({ length: 80 }, (_, number) => `Paragraph ${number} of many.`).join("\n\n");
  await using server = await startChatServer([says(long), says(long, { paceMs: 30 })]);
  await openNewChat(page, api, server);
  await say(page, "One");
  await expect(answersOf(page)).toContainText("Paragraph 79");
  await say(page, "Two");
  await expect(answersOf(page).nth(1)).toContainText("Paragraph 3 of");
  const messages = page.getByRole("region", { name: "Messages", exact: true });
  await messages.evaluate((element) => {
    element.scrollTop = 200;
  });
  await expect(page.getByRole("button", { name: "Jump to the newest" })).toBeVisible();
  await expect(answersOf(page).nth(1)).toContainText("Paragraph 20 of");
  expect(await messages.evaluate((element) => element.scrollTop)).toBe(200);
  await page.getByRole("button", { name: "Jump to the newest" }).click();
  await expect(answersOf(page).nth(1)).toContainText("Paragraph 60 of");
  const distance = await messages.evaluate(
    (element) => element.scrollHeight - element.scrollTop - element.clientHeight,
  );
  expect(distance).toBeLessThanOrEqual(48);
});

test("conversations are gone through with the keyboard alone", async ({ browserPage: page, api }) => {
  await using server = await startChatServer([says("Yes.")]);
  await openNewChat(page, api, server);
  for (const title of ["Older", "Newer"]) {
    await say(page, title);
    await expect(answersOf(page)).toContainText("Yes.");
    await page.keyboard.press("Alt+Shift+C");
    await expect(page.getByRole("heading", { name: "New chat" })).toBeVisible();
  }
  await page.getByRole("searchbox", { name: "Search conversations" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: /^Newer/ })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Older" })).toBeVisible();
  // The keyboard is in the field: the first Escape leaves it.
  await expect(composerOf(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(composerOf(page)).not.toBeFocused();
});

test("a draft and a file for it outlive a reload; the file goes with the message", async ({
  browserPage: page,
  api,
}) => {
  await using server = await startChatServer([says("Read.")]);
  await openNewChat(page, api, server);
  await composerOf(page).fill("Look at this");
  await page.locator('input[type="file"][multiple]').setInputFiles({
    name: "notes.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("high water at noon"),
  });
  await expect(page.getByRole("button", { name: "Remove notes.txt" })).toBeVisible();
  await page.reload();
  await expect(composerOf(page)).toHaveValue("Look at this");
  await expect(page.getByRole("button", { name: "Remove notes.txt" })).toBeVisible();
  await composerOf(page).press("Enter");
  await expect(answersOf(page)).toContainText("Read.");
  expect(JSON.stringify(server.requests[0]?.body)).toContain("high water at noon");
});

test("a file that models cannot read is refused with the reason", async ({ browserPage: page, api }) => {
  await using server = await startChatServer([says("Read.")]);
  await openNewChat(page, api, server);
  await page.locator('input[type="file"][multiple]').setInputFiles({
    name: "program.exe",
    mimeType: "application/x-msdownload",
    buffer: Buffer.from("MZ"),
  });
  await expect(page.getByText("program.exe can’t be attached", { exact: true })).toBeVisible();
  await expect(
    page.getByText("Models read text files and PNG, JPEG, GIF or WebP pictures.", { exact: true }),
  ).toBeVisible();
});

test("on a phone: list and conversation are two levels, Enter begins a line and the button sends", async ({
  headlessHost,
  api,
  playwright,
  launchOptions,
}) => {
  await using server = await startChatServer([says("Hello from here.")]);
  const browser = await playwright.chromium.launch(launchOptions);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(headlessHost.ready.loginUrl);
  const bar = page.getByRole("navigation", { name: "Main" });
  await expect(bar.getByRole("link")).toHaveText(["Inbox", "Sessions", "Chat"]);
  await api.changeSettings(standInModel(server));
  await bar.getByRole("link", { name: "Chat" }).tap();
  await page.getByRole("button", { name: "New chat" }).first().tap();
  await composerOf(page).fill("Line one");
  await composerOf(page).press("Enter");
  await expect(composerOf(page)).toHaveValue("Line one\n");
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  await expect(answersOf(page)).toContainText("Hello from here.");
  await expect(bar).toBeHidden();
  await page.getByRole("button", { name: "Back to the conversations" }).tap();
  await expect(bar).toBeVisible();
  await expect(page.getByRole("button", { name: /^Line one/ })).toBeVisible();
  await browser.close();
});

test("without a model the page says what is needed; everything else works", async ({ browserPage: page }) => {
  await page.getByRole("link", { name: "Chat", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Chat needs a language model" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Set up models" })).toHaveAttribute("href", "#/models");
  await expect(composerOf(page)).toBeHidden();
});
