import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelEvent } from "../../models/contract.ts";
import { caller, callTools, fail, hang, model, newId, openChatBench, say, usage } from "../chatTestKit.ts";
import { Follower, textIn } from "../followerTestKit.ts";

async function begin(bench: Awaited<ReturnType<typeof openChatBench>>) {
  const { id } = await bench.chat.create({}, caller);
  return { id, follower: new Follower(bench.chat, id) };
}

const ask = (id: string, text = "Hi?", message = newId()) => ({ id, message, text, attachments: [] });

describe("sending a message", () => {
  it("acknowledges what is on disk and streams the answer to who follows", async () => {
    await using bench = await openChatBench();
    const { id, follower } = await begin(bench);
    await using _following = follower;
    const asked = await bench.chat.send(ask(id), caller);
    expect(asked).toMatchObject({ role: "user", state: "done", parent: null, parts: [{ kind: "text", text: "Hi?" }] });
    const answer = await follower.ended();
    expect(answer).toMatchObject({ state: "done", parent: asked.id, usage, model: { key: "main", isFallback: false } });
    expect(textIn(answer)).toBe("Hello there");
    await follower.until(({ conversation }) => conversation?.state === "idle");
    expect(follower.conversation).toMatchObject({
      title: "Hi?",
      preview: "Hello there",
      messages: 2,
      usage,
      head: answer.id,
      context: { usedTokens: 120, windowTokens: 100_000 },
    });
  });

  it("never runs the same message twice, whether it is being answered or answered", async () => {
    await using bench = await openChatBench({ script: () => hang("Once") });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    const message = newId();
    const all = await Promise.all([1, 2, 3].map(() => bench.chat.send(ask(id, "Hi?", message), caller)));
    await follower.until(({ text }) => text === "Once");
    expect(new Set(all.map((one) => one.id))).toEqual(new Set([message]));
    await bench.chat.stop({ id }, caller);
    expect((await bench.chat.send(ask(id, "Hi?", message), caller)).id).toBe(message);
    expect(bench.requests).toHaveLength(1);
    expect((await bench.chat.get({ id }, caller)).messages).toHaveLength(2);
  });

  it("does not lose a message whose first attempt failed before it was kept: the same id runs then", async () => {
    await using bench = await openChatBench();
    const { id, follower } = await begin(bench);
    await using _following = follower;
    const message = newId();
    const broken = { ...ask(id, "Hi?", message), parent: newId() };
    await expect(bench.chat.send(broken, caller)).rejects.toMatchObject({ code: "MESSAGE_NOT_FOUND" });
    await bench.chat.send(ask(id, "Hi?", message), caller);
    expect(textIn(await follower.ended())).toBe("Hello there");
  });

  it("answers one message at a time", async () => {
    await using bench = await openChatBench({ script: () => hang("…") });
    const { id } = await bench.chat.create({}, caller);
    await bench.chat.send(ask(id), caller);
    await expect(bench.chat.send(ask(id), caller)).rejects.toMatchObject({ code: "CONVERSATION_BUSY" });
    await bench.chat.stop({ id }, caller);
    bench.state.script = () => say("Fine");
    await bench.chat.send(ask(id), caller);
  });

  it("keeps a failure as the answer's error, and what was said before it", async () => {
    await using bench = await openChatBench({
      script: () => fail(new AppError("MODEL_BAD_ANSWER"), "I was", " saying"),
    });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    const answer = await follower.ended();
    expect(answer).toMatchObject({ state: "failed", error: { code: "MODEL_BAD_ANSWER", retryable: true } });
    expect(textIn(answer)).toBe("I was saying");
  });

  it("keeps MODEL_NOT_CONFIGURED as the answer's error, and answers anew once there is a model", async () => {
    await using bench = await openChatBench({ models: [] });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    const failed = await follower.ended();
    expect(failed).toMatchObject({ state: "failed", error: { code: "MODEL_NOT_CONFIGURED" } });
    bench.state.models.push(model("late"));
    const answer = newId();
    await bench.chat.regenerate({ id, message: failed.id, answer }, caller);
    await follower.until(({ messages }) => messages.at(-1)?.id === answer && messages.at(-1)?.state === "done");
    expect(follower.messages.at(-1)?.siblings).toEqual([failed.id, answer]);
    expect(bench.requests[0]?.messages).toEqual([{ role: "user", parts: [{ kind: "text", text: "Hi?" }] }]);
  });

  it("tells which attempt is next and when, and forgets it when the answer comes", async () => {
    const gate = Promise.withResolvers<void>();
    await using bench = await openChatBench({
      script: async function* (): AsyncGenerator<ModelEvent> {
        yield { kind: "retrying", attempt: 2, attempts: 3, nextAt: 99, error: new AppError("MODEL_UNAVAILABLE") };
        await gate.promise;
        yield* say("Back");
      },
    });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    await follower.until(({ answer }) => answer?.retry?.attempt === 2);
    expect(follower.answer?.retry).toEqual({ attempt: 2, attempts: 3, nextAt: 99 });
    gate.resolve();
    expect(await follower.ended()).toMatchObject({ retry: null, state: "done" });
  });

  it("stops at once, also a model that does not listen", async () => {
    await using bench = await openChatBench({ script: () => hang("Well,") });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    await follower.until(({ text }) => text === "Well,");
    expect(await bench.chat.stop({ id }, caller)).toMatchObject({ state: "idle" });
    expect(bench.requests[0]?.signal.aborted).toBe(true);
    const { messages } = await bench.chat.get({ id }, caller);
    expect(messages.at(-1)).toMatchObject({ state: "stopped", error: null });
    expect(textIn(messages.at(-1))).toBe("Well,");
  });

  it("an answer that ends without its end has broken off; one at the model's limit too, and both can be resumed", async () => {
    await using bench = await openChatBench({
      script: async function* (): AsyncGenerator<ModelEvent> {
        yield { kind: "text", text: "One two" };
        yield { kind: "finished", reason: "length", usage };
      },
    });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    const cut = await follower.ended();
    expect(cut).toMatchObject({ state: "failed", error: { code: "MODEL_BAD_ANSWER" } });
    bench.state.script = () => say(" three");
    await bench.chat.resume({ id, message: cut.id }, caller);
    await follower.until(({ answer }) => answer?.state === "done");
    expect(follower.text).toBe("One two three");
    expect(bench.requests[1]?.messages.slice(0, 2)).toEqual([
      { role: "user", parts: [{ kind: "text", text: "Hi?" }] },
      { role: "assistant", text: "One two", toolCalls: [] },
    ]);
    expect(bench.requests[1]?.messages).toHaveLength(3);
    await bench.chat.resume({ id, message: cut.id }, caller);
    expect(bench.requests).toHaveLength(2);
  });

  it("keeps a character whose halves came in two pieces", async () => {
    await using bench = await openChatBench({ script: () => say("a\ud83d", "\ude00b", "\ud83d") });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    await follower.ended();
    expect(follower.text).toBe("a😀b");
    expect(textIn((await bench.chat.get({ id }, caller)).messages.at(-1))).toBe("a😀b");
  });

  it("ends a model that calls tools forever", async () => {
    await using bench = await openChatBench({ script: () => callTools({ id: "call_0", tool: "none" }) });
    const { id, follower } = await begin(bench);
    await using _following = follower;
    await bench.chat.send(ask(id), caller);
    expect(await follower.ended()).toMatchObject({ state: "failed", error: { code: "TOOL_CALL_FAILED" } });
    expect(bench.requests).toHaveLength(25);
  });
});
