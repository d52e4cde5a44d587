import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { caller, hang, newId, openChatBench, say, tool } from "./chatTestKit.ts";
import { Follower, textIn } from "./followerTestKit.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-chat-killed-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Lets a chat answer in a process of its own, kills that when enough is shown, and answers with what was shown last. */
async function kill(kind: "text" | "tool", isEnough: (text: string) => boolean) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "killedChat.ts"), folder, kind], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let shown = { id: "", text: "" };
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      shown = JSON.parse(line);
      if (isEnough(shown.text)) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  } finally {
    child.kill("SIGKILL");
  }
  expect(child.signalCode).toBe("SIGKILL");
  return shown;
}

describe("a crash in the middle of an answer", () => {
  it("loses nothing that was shown; the answer is interrupted and goes on when it is resumed, once", async () => {
    const shown = await kill("text", (text) => text.length > 2000);
    await using bench = await openChatBench({ folder, script: () => say("and so on") });
    const before = await bench.chat.get({ id: shown.id }, caller);
    expect(before.conversation.state).toBe("interrupted");
    const answer = before.messages.at(-1);
    expect(answer).toMatchObject({ state: "interrupted", role: "assistant", error: null });
    const kept = textIn(answer);
    expect(kept.startsWith(shown.text)).toBe(true);
    await using follower = new Follower(bench.chat, shown.id);
    const resume = { id: shown.id, message: answer?.id ?? "" };
    await Promise.all([bench.chat.resume(resume, caller), bench.chat.resume(resume, caller)]);
    await follower.until((now) => now.answer?.state === "done");
    expect(follower.text).toBe(`${kept}and so on`);
    await bench.chat.resume(resume, caller);
    expect(bench.requests).toHaveLength(1);
    expect(bench.requests[0]?.messages[1]).toMatchObject({ role: "assistant", text: kept });
    expect(await bench.chat.search({ query: "and so", limit: 5 }, caller)).toHaveLength(1);
  }, 30_000);

  it("starts although an answer cannot be understood, as one of a newer version", async () => {
    const row = {
      parent: null,
      role: "assistant",
      state: "streaming",
      created_at: 1,
      parts: '[{"kind":"hologram"}]',
    } as const;
    const before = await openChatBench({ folder });
    const { id } = await before.chat.create({ title: "From the future" }, caller);
    await before.database
      .insertInto("messages")
      .values({ ...row, id: newId(), conversation: id })
      .execute();
    await before[Symbol.asyncDispose]();
    await using bench = await openChatBench({ folder });
    expect((await bench.chat.list({ offset: 0, limit: 1 }, caller)).conversations).toMatchObject([{ id }]);
  });

  it("tells the model that a tool was interrupted, and does not run it again", async () => {
    const shown = await kill("tool", () => true);
    let calls = 0;
    const slow = tool("app.slow", async () => ({ text: `${++calls}`, isError: false }));
    await using bench = await openChatBench({ folder, tools: [slow], script: () => say("I see") });
    const { messages } = await bench.chat.get({ id: shown.id }, caller);
    expect(messages.at(-1)?.parts).toMatchObject([{ text: "0,1,2," }, { id: "a", state: "cancelled" }]);
    await using follower = new Follower(bench.chat, shown.id);
    await bench.chat.resume({ id: shown.id, message: messages.at(-1)?.id ?? "" }, caller);
    await follower.until((now) => now.answer?.state === "done");
    expect(calls).toBe(0);
    expect(bench.requests[0]?.messages.at(-1)).toMatchObject({
      role: "tool",
      results: [{ id: "a", isError: true, text: expect.stringContaining("Cut off by a restart") }],
    });
  }, 30_000);
});

describe("the end of the app", () => {
  it("interrupts what is being answered; a tool that only asked is asked anew when resumed", async () => {
    const send = tool("app.send", async () => ({ text: "sent", isError: false }), { defaultPermission: "ask" });
    const first = await openChatBench({ folder, tools: [send] });
    first.state.script = async function* () {
      yield { kind: "text", text: "Let me send it." };
      yield { kind: "tool-call", call: { id: "a", tool: "app.send", arguments: "{}" } };
      yield { kind: "finished", reason: "tool-calls", usage: { inputTokens: 1, outputTokens: 1, cost: null } };
    };
    const { id } = await first.chat.create({}, caller);
    const follower = new Follower(first.chat, id);
    await first.chat.send({ id, message: newId(), text: "Send", attachments: [] }, caller);
    await follower.until(({ conversation }) => conversation?.state === "asking");
    await follower[Symbol.asyncDispose]();
    await first.close();
    expect(first.attention.closed).toHaveLength(1);

    await using bench = await openChatBench({ folder, tools: [send], script: () => say("Done") });
    const { messages, conversation } = await bench.chat.get({ id }, caller);
    expect(conversation.state).toBe("interrupted");
    expect(messages.at(-1)?.parts[1]).toMatchObject({ state: "pending", attention: null });
    await using again = new Follower(bench.chat, id);
    await bench.chat.resume({ id, message: messages.at(-1)?.id ?? "" }, caller);
    await again.until((now) => now.conversation?.state === "asking");
    bench.attention.answer(bench.attention.raised[0]?.id ?? "", "allow");
    await again.until((now) => now.answer?.state === "done");
    expect(again.answer?.parts).toMatchObject([{}, { state: "done", result: "sent" }, { text: "Done" }]);
  });

  it("does not wait for a model that hangs", async () => {
    const bench = await openChatBench({ folder, script: () => hang("So") });
    const { id } = await bench.chat.create({}, caller);
    const follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Go", attachments: [] }, caller);
    await follower.until(({ text }) => text === "So");
    await follower[Symbol.asyncDispose]();
    await bench.close();
    await using after = await openChatBench({ folder });
    const { messages } = await after.chat.get({ id }, caller);
    expect(messages.at(-1)).toMatchObject({ state: "interrupted", parts: [{ text: "So" }] });
  });
});
