import { expect } from "@playwright/test";
import { answersOf, openNewChat, questionsOf, say } from "../../helpers/chatPage.ts";
import { startChatServer } from "../../helpers/modelServer/chatServer.ts";
import { says, type Turn } from "../../helpers/modelServer/turn.ts";
import { test } from "../../helpers/test.ts";

const calls = (name: string, input: object): Turn => ({
  kind: "answer",
  pieces: [{ kind: "calls", calls: [{ id: "call_1", name, arguments: JSON.stringify(input) }], fragment: 7 }],
});

test("a conversation streams, is drawn as Markdown, and stands in the list", async ({ appPage: page, api }) => {
  const text =
    "The **moon** pulls.\n\n```js\nconst tide = 1;\n```\n\n<b>not HTML</b> ![chart](https://example.org/chart.png)";
  await using server = await startChatServer([says(text, { paceMs: 150 })]);
  await openNewChat(page, api, server);
  await say(page, "Why are there tides?");
  const answer = answersOf(page);
  await expect(answer).toContainText("The moon");
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeVisible();
  await expect(answer.getByText("const tide = 1;")).toBeVisible();
  await expect(answer).toContainText("<b>not HTML</b>");
  // A picture from elsewhere is a link: nothing is fetched.
  await expect(answer.getByRole("link", { name: "chart (picture, not loaded)" })).toBeVisible();
  await expect(answer.locator("img")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeHidden();
  await expect(answer).toContainText("Stand-in model · 10 in, 10 out");
  await expect(page.getByRole("button", { name: /^Why are there tides\?/ })).toHaveAttribute("aria-current", "true");
});

test("a tool call asks for permission where it stands, and goes on with the answer", async ({ appPage: page, api }) => {
  await using server = await startChatServer([
    calls("app_start_session", { tool: "shell", name: "made by a model" }),
    says("It runs."),
  ]);
  await openNewChat(page, api, server);
  await say(page, "Start a shell");
  const call = page.getByRole("region", { name: "Tool call: app.start_session" });
  await expect(call).toContainText("Needs you");
  expect(await api.sessions()).toEqual([]);
  await call.getByRole("button", { name: "Allow once" }).click();
  await expect(call).toContainText("Done");
  await expect(answersOf(page)).toContainText("It runs.");
  expect((await api.sessions()).map(({ name }) => name)).toEqual(["made by a model"]);
  await call.getByRole("button", { name: /start_session/ }).click();
  await expect(call).toContainText("Result");
});

test("what a tool may not do is told to the model, and nothing is done", async ({ appPage: page, api }) => {
  await using server = await startChatServer([calls("app_start_session", { tool: "shell" }), says("As you wish.")]);
  await openNewChat(page, api, server);
  await say(page, "Start a shell");
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(answersOf(page)).toContainText("As you wish.");
  await expect(page.getByRole("region", { name: "Tool call: app.start_session" })).toContainText("Not allowed");
  expect(await api.sessions()).toEqual([]);
});

test("a provider that is busy is asked again in sight, and answers", async ({ appPage: page, api }) => {
  await using server = await startChatServer([
    { kind: "status", status: 503, headers: { "retry-after": "3" } },
    says("Here I am."),
  ]);
  await openNewChat(page, api, server);
  await say(page, "Anybody there?");
  await expect(page.getByText(/Trying again \(2 of 3\) in [123] s/)).toBeVisible();
  await expect(answersOf(page)).toContainText("Here I am.");
  await expect(page.getByText(/Trying again/)).toBeHidden();
  expect(server.requests).toHaveLength(2);
});

test("a failure says why, and another try is another version", async ({ appPage: page, api }) => {
  await using server = await startChatServer([{ kind: "status", status: 401 }, says("Now it works.")]);
  await openNewChat(page, api, server);
  await say(page, "Hello?");
  await expect(page.getByRole("alert")).toContainText("refused the key");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(answersOf(page)).toContainText("Now it works.");
  await expect(answersOf(page).getByRole("group", { name: "Versions" })).toContainText("2/2");
});

test("an edited message is another version, and the first one is still there", async ({ appPage: page, api }) => {
  await using server = await startChatServer([says("First answer."), says("Second answer.")]);
  await openNewChat(page, api, server);
  await say(page, "One");
  await expect(answersOf(page)).toContainText("First answer.");
  await questionsOf(page).hover();
  await questionsOf(page).getByRole("button", { name: "Edit and send again" }).click();
  await say(page, "Two");
  await expect(answersOf(page)).toHaveText(/Second answer\./);
  await expect(questionsOf(page)).toHaveCount(1);
  await questionsOf(page).getByRole("button", { name: "Earlier version" }).click();
  await expect(answersOf(page)).toHaveText(/First answer\./);
  await expect(questionsOf(page)).toContainText("One");
});

test("search finds two Chinese characters and goes to the message; a branch begins there, and can be saved", async ({
  appPage: page,
  api,
}) => {
  await using server = await startChatServer([says("月球的引力引起潮汐。"), says("And more.")]);
  await openNewChat(page, api, server);
  await say(page, "为什么海水会涨落？");
  await expect(answersOf(page)).toContainText("潮汐");
  await say(page, "Go on");
  await expect(answersOf(page)).toHaveCount(2);
  await expect(answersOf(page).nth(1)).toContainText("And more.");

  await page.getByRole("searchbox", { name: "Search conversations" }).fill("潮汐");
  await page
    .getByRole("region", { name: "What was found" })
    .getByRole("button")
    .filter({ hasText: "潮汐" })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/chat\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
  await page.getByRole("searchbox", { name: "Search conversations" }).fill("");

  await answersOf(page).first().getByRole("button", { name: "Branch from here" }).click();
  await expect(answersOf(page)).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Branched" })).toBeVisible();

  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Export as Markdown" }).click();
  await expect(page.getByText(/\.md was saved$/).first()).toBeVisible();
});

test("a conversation is renamed, pinned, deleted and brought back", async ({ appPage: page, api }) => {
  await using server = await startChatServer([says("Yes.")]);
  await openNewChat(page, api, server);
  await say(page, "Keep this");
  await expect(answersOf(page)).toContainText("Yes.");
  const menu = async (item: string): Promise<void> => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await menu("Rename");
  await page.getByRole("dialog").getByLabel("Title").fill("Kept");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Kept" })).toBeVisible();
  await menu("Pin");
  await expect(page.getByRole("heading", { name: "Pinned" })).toBeVisible();
  await menu("Delete");
  await expect(page.getByRole("button", { name: /^Kept/ })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: /^Kept/ })).toBeVisible();
  await expect(answersOf(page)).toContainText("Yes.");
});

test("a command from an answer is put into a shell, and not run", async ({ appPage: page, api }) => {
  await using server = await startChatServer([says("```bash\necho ran-$((40+2))\n```")]);
  await openNewChat(page, api, server);
  await say(page, "How?");
  await page.getByRole("button", { name: "Run in a session" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "New shell" }).click();
  await expect(page).toHaveURL(/#\/sessions\//);
  const rows = page.locator(".xterm-rows");
  await expect(rows).toContainText("echo ran-$((40+2))");
  await page.locator(".xterm").click();
  await page.keyboard.press("Enter");
  await expect(rows).toContainText("ran-42");
});
