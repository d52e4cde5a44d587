import { describe, expect, it } from "vitest";
import { caller, callTools, newId, openChatBench, say, tool } from "../chatTestKit.ts";
import { Follower, textIn } from "../followerTestKit.ts";

async function conversation(bench: Awaited<ReturnType<typeof openChatBench>>) {
  bench.state.tools.push(tool("app.count", async () => ({ text: "```\n1", isError: false })));
  bench.state.script = (request) =>
    request.messages.at(-1)?.role === "tool" ? say("It is **one**.") : callTools({ id: "a", tool: "app.count" });
  const { id } = await bench.chat.create({ title: 'Counting: a/b "c"', systemPrompt: "Be brief.\nAlways." }, caller);
  await using follower = new Follower(bench.chat, id);
  const asked = await bench.chat.send({ id, message: newId(), text: "How many?", attachments: [] }, caller);
  const first = await follower.ended();
  bench.state.script = () => say("Two.");
  await bench.chat.regenerate({ id, message: first.id, answer: newId() }, caller);
  await follower.until(({ text }) => text === "Two.");
  await follower.ended();
  await bench.chat.choose({ id, message: first.id }, caller);
  return { id, asked, first };
}

describe("exporting and importing", () => {
  it("takes in what it gave out, all versions of it, under new ids", async () => {
    await using bench = await openChatBench();
    const { id, first } = await conversation(bench);
    const { fileName, text } = await bench.chat.export({ id, format: "json", allVersions: true }, caller);
    expect(fileName).toBe("Counting a b c.json");
    const imported = await bench.chat.import({ text }, caller);
    expect(imported).toMatchObject({ title: 'Counting: a/b "c"', systemPrompt: "Be brief.\nAlways.", messages: 2 });
    const before = (await bench.chat.get({ id }, caller)).messages;
    const after = (await bench.chat.get({ id: imported.id }, caller)).messages;
    expect(after.map(({ parts }) => parts)).toEqual(before.map(({ parts }) => parts));
    expect(after[1]?.siblings).toHaveLength(2);
    expect(after.map((message) => message.id)).not.toContain(first.id);
    expect(await bench.chat.search({ query: "Two.", limit: 5 }, caller)).toHaveLength(2);
  });

  it("writes Markdown to read: the path alone, or every version; a tool's text cannot end its fence", async () => {
    await using bench = await openChatBench();
    const { id } = await conversation(bench);
    const { fileName, text } = await bench.chat.export({ id, format: "markdown", allVersions: false }, caller);
    expect(fileName).toBe("Counting a b c.md");
    expect(text).toContain("> Be brief.\n> Always.");
    expect(text).toContain("It is **one**.");
    expect(text).toContain("````\n```\n1\n````");
    expect(text).not.toContain("Two.");
    const all = await bench.chat.export({ id, format: "markdown", allVersions: true }, caller);
    expect(all.text).toContain("Two.");
    expect(all.text).toContain("(another version)");
  });

  it.each([
    ["no JSON", "{", "not JSON"],
    ["something else", '{"format":"other"}', "not a conversation"],
    ["a circle", JSON.stringify(file([message("a", "b"), message("b", "a")])), "not there"],
    ["a time that is none", JSON.stringify(file([{ ...message("a", null), createdAt: 8.7e15 }])), "createdAt"],
    ["an id twice", JSON.stringify(file([message("a", null), message("a", null)])), "same id"],
    ["an unknown head", JSON.stringify({ ...file([]), head: "x" }), "last message"],
  ])("refuses %s, with the reason, and keeps nothing of it", async (_what, text, reason) => {
    await using bench = await openChatBench();
    await expect(bench.chat.import({ text }, caller)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining(reason),
    });
    expect((await bench.chat.list({ offset: 0, limit: 1 }, caller)).total).toBe(0);
  });

  it("goes on with nothing of a file: what was unfinished there is stopped here", async () => {
    await using bench = await openChatBench();
    const call = { kind: "tool-call", id: "a", tool: "app.send", arguments: "{}", state: "asking", progress: null };
    const parts = [{ ...call, result: null, error: null, startedAt: null, endedAt: null, attention: "x" }];
    const text = JSON.stringify({
      ...file([{ ...message("a", null), role: "assistant", state: "streaming", parts }]),
      head: "a",
    });
    const { id } = await bench.chat.import({ text }, caller);
    const { messages } = await bench.chat.get({ id }, caller);
    expect(messages[0]).toMatchObject({ state: "stopped", parts: [{ state: "cancelled", attention: null }] });
    expect(textIn(messages[0])).toBe("");
    expect(bench.requests).toEqual([]);
  });
});

function message(id: string, parent: string | null) {
  return {
    id,
    parent,
    role: "user",
    state: "done",
    model: null,
    createdAt: 1,
    endedAt: 1,
    parts: [{ kind: "text", text: "x" }],
  };
}

function file(messages: readonly unknown[]) {
  const times = { createdAt: 1, updatedAt: 1 };
  return {
    format: "quarterdeck-conversation",
    version: 1,
    title: "T",
    systemPrompt: "",
    ...times,
    head: null,
    messages,
  };
}
