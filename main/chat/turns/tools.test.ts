import { describe, expect, it, vi } from "vitest";
import type { ToolCall } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import {
  type ChatBenchOptions,
  caller,
  callTools,
  hang,
  newId,
  openChatBench,
  type ScriptedCall,
  say,
  tool,
} from "../chatTestKit.ts";
import { Follower } from "../followerTestKit.ts";

const numbers = {
  type: "object",
  properties: { number: { type: "number" } },
  required: ["number"],
  additionalProperties: false,
} as const;

/** The model calls these tools first, then says "Done". */
async function ask(calls: readonly ScriptedCall[], options: ChatBenchOptions) {
  const bench = await openChatBench(options);
  bench.state.script = (request) => (request.messages.at(-1)?.role === "tool" ? say("Done") : callTools(...calls));
  const { id } = await bench.chat.create({ title: "Tools" }, caller);
  const follower = new Follower(bench.chat, id);
  await bench.chat.send({ id, message: newId(), text: "Go", attachments: [] }, caller);
  return {
    ...bench,
    id,
    follower,
    call: (call: string): ToolCall | undefined =>
      follower.answer?.parts.find((part): part is ToolCall => part.kind === "tool-call" && part.id === call),
    told: () => bench.requests.at(-1)?.messages.at(-1),
    [Symbol.asyncDispose]: async () => {
      await follower[Symbol.asyncDispose]();
      await bench[Symbol.asyncDispose]();
    },
  };
}

describe("tool calls", () => {
  it("run at the same time and are matched by their id, whichever ends first", async () => {
    const gates = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const;
    const wait = tool(
      "app.wait",
      async ({ number }) => ({
        text: await (number === 0 ? gates[0] : gates[1]).promise,
        isError: false,
      }),
      { inputSchema: numbers },
    );
    await using bench = await ask(
      [
        { id: "a", tool: "app.wait", arguments: '{"number":0}' },
        { id: "b", tool: "app.wait", arguments: '{"number":1}' },
      ],
      { tools: [wait] },
    );
    await bench.follower.until(() => bench.call("a")?.state === "running" && bench.call("b")?.state === "running");
    gates[1].resolve("second");
    await bench.follower.until(() => bench.call("b")?.state === "done");
    expect(bench.call("a")?.state).toBe("running");
    gates[0].resolve("first");
    await bench.follower.ended();
    expect(bench.told()).toEqual({
      role: "tool",
      results: [
        { id: "a", tool: "app.wait", text: "first", isError: false },
        { id: "b", tool: "app.wait", text: "second", isError: false },
      ],
    });
    expect(bench.call("a")).toMatchObject({
      result: "first",
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
    });
  });

  it("gives calls of later steps an id of their own where the server counts anew", async () => {
    let steps = 0;
    const count = tool("app.count", async () => ({ text: `${++steps}`, isError: false }));
    await using bench = await openChatBench({
      tools: [count],
      script: () => (steps < 2 ? callTools({ id: "call_0", tool: "app.count" }) : say("Done")),
    });
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Go", attachments: [] }, caller);
    const { parts } = await follower.ended();
    expect(parts.flatMap((part) => (part.kind === "tool-call" ? [[part.id, part.result]] : []))).toEqual([
      ["call_0", "1"],
      ["call_0_2", "2"],
    ]);
  });

  it("tells the model of an unknown tool, of arguments that do not fit and of those that are no JSON, and goes on", async () => {
    const call = vi.fn(async () => ({ text: "", isError: false }));
    await using bench = await ask(
      [
        { id: "unknown", tool: "app.nothing" },
        { id: "wrong", tool: "app.count", arguments: '{"number":"x","more":1}' },
        { id: "broken", tool: "app.count", arguments: '{"number":' },
        { id: "array", tool: "app.count", arguments: "[1]" },
      ],
      { tools: [tool("app.count", call, { inputSchema: numbers })] },
    );
    expect(await bench.follower.ended()).toMatchObject({ state: "done" });
    expect(call).not.toHaveBeenCalled();
    expect(bench.told()).toMatchObject({
      results: [
        { id: "unknown", isError: true, text: "There is no tool called app.nothing." },
        { id: "wrong", isError: true, text: expect.stringContaining("number") },
        { id: "broken", isError: true, text: expect.stringContaining("not valid JSON") },
        { id: "array", isError: true, text: expect.stringContaining("not a JSON object") },
      ],
    });
  });

  it("asks the user, shows that it does, and waits as long as they need", async () => {
    const send = tool("app.send", async () => ({ text: "sent", isError: false }), { defaultPermission: "ask" });
    await using bench = await ask([{ id: "a", tool: "app.send", arguments: '{"text":"ls"}' }], { tools: [send] });
    await bench.follower.until(({ conversation }) => conversation?.state === "asking");
    const [item] = bench.attention.raised;
    expect(item).toMatchObject({
      kind: "permission",
      place: { kind: "app" },
      who: "Tools",
      tool: "app.send",
      detail: '{\n  "text": "ls"\n}',
      choices: [{ role: "allow" }, { role: "other" }, { role: "deny" }],
    });
    expect(bench.call("a")).toMatchObject({ state: "asking", attention: item?.id });
    bench.attention.answer(item?.id ?? "", "allow");
    await bench.follower.ended();
    expect(bench.call("a")).toMatchObject({ state: "done", result: "sent" });
    expect(bench.state.permissions).toEqual({});
  });

  it("keeps that a tool is always allowed", async () => {
    const send = tool("app.send", async () => ({ text: "sent", isError: false }), { defaultPermission: "ask" });
    await using bench = await ask([{ id: "a", tool: "app.send" }], { tools: [send] });
    await bench.follower.until(() => bench.call("a")?.state === "asking");
    bench.attention.answer(bench.attention.raised[0]?.id ?? "", "always");
    await bench.follower.ended();
    expect(bench.state.permissions).toEqual({ "app.send": "allow" });
    expect(bench.chat.tools()).toMatchObject([{ name: "app.send", permission: "allow", isSet: true }]);
  });

  it.each(["asked", "set"])("does not run what is denied (%s), and tells the model", async (how) => {
    const call = vi.fn(async () => ({ text: "sent", isError: false }));
    await using bench = await ask([{ id: "a", tool: "app.send" }], {
      tools: [tool("app.send", call, { defaultPermission: "ask" })],
      permissions: how === "set" ? { "app.send": "deny" } : {},
    });
    if (how === "asked") {
      await bench.follower.until(() => bench.call("a")?.state === "asking");
      bench.attention.answer(bench.attention.raised[0]?.id ?? "", "deny");
    }
    expect(await bench.follower.ended()).toMatchObject({ state: "done" });
    expect(call).not.toHaveBeenCalled();
    expect(bench.call("a")?.state).toBe("denied");
    expect(bench.told()).toMatchObject({
      results: [{ isError: true, text: expect.stringContaining("did not allow") }],
    });
    expect(bench.requests[0]?.tools).toHaveLength(how === "set" ? 0 : 1);
  });

  it("gives up a tool that takes too long, cancels it and goes on", async () => {
    let signal: AbortSignal | undefined;
    const slow = tool("app.slow", (_input, options) => {
      signal = options.signal;
      return new Promise(() => {});
    });
    await using bench = await ask([{ id: "a", tool: "app.slow" }], { tools: [slow], toolTimeoutSeconds: 0.05 });
    expect(await bench.follower.ended()).toMatchObject({ state: "done" });
    expect(bench.call("a")).toMatchObject({ state: "timed-out", result: expect.stringContaining("did not answer") });
    expect(signal?.aborted).toBe(true);
  });

  it("shows the end of what is asked for, however long it is, and how much lies between", async () => {
    const text = `${"harmless ".repeat(5000)}rm -rf /`;
    await using bench = await ask([{ id: "a", tool: "app.send_input", arguments: JSON.stringify({ text }) }], {
      tools: [tool("app.send_input", async () => ({ text: "ok", isError: false }), { defaultPermission: "ask" })],
    });
    await bench.follower.until(() => bench.call("a")?.state === "asking");
    const detail = bench.attention.raised[0]?.detail ?? "";
    expect(detail).toContain("rm -rf /");
    expect(detail).toMatch(/\[… \+\d+ …\]/);
    expect(detail.length).toBeLessThan(16_000);
  });

  it("waits for a tool that asks a person as long as that takes", async () => {
    const answered = Promise.withResolvers<{ text: string; isError: boolean }>();
    const question = { ...tool("app.ask", () => answered.promise), waitsForPerson: true };
    const slow = tool("app.slow", () => new Promise(() => {}));
    await using bench = await ask(
      [
        { id: "a", tool: "app.ask" },
        { id: "b", tool: "app.slow" },
      ],
      { tools: [question, slow], toolTimeoutSeconds: 0.05 },
    );
    await bench.follower.until(() => bench.call("b")?.state === "timed-out");
    expect(bench.call("a")?.state).toBe("running");
    answered.resolve({ text: "Friday", isError: false });
    expect(await bench.follower.ended()).toMatchObject({ state: "done" });
    expect(bench.call("a")).toMatchObject({ state: "done", result: "Friday" });
  });

  it("stops tools with the answer, and takes back what it asked", async () => {
    const slow = tool("app.slow", () => new Promise(() => {}));
    const send = tool("app.send", async () => ({ text: "", isError: false }), { defaultPermission: "ask" });
    await using bench = await ask(
      [
        { id: "a", tool: "app.slow" },
        { id: "b", tool: "app.send" },
      ],
      { tools: [slow, send] },
    );
    await bench.follower.until(() => bench.call("a")?.state === "running" && bench.call("b")?.state === "asking");
    expect(await bench.chat.stop({ id: bench.id }, caller)).toMatchObject({ state: "idle" });
    await bench.follower.until(({ answer }) => answer?.state === "stopped");
    expect(bench.call("a")).toMatchObject({ state: "cancelled", endedAt: expect.any(Number) });
    expect(bench.call("b")?.state).toBe("cancelled");
    expect(bench.attention.closed).toEqual([bench.attention.raised[0]?.id]);
  });

  it("shows progress, cuts a flood of a result, and tells failures apart from results", async () => {
    const gate = Promise.withResolvers<void>();
    const flood = tool("app.flood", async (_input, { onProgress }) => {
      onProgress("half");
      await gate.promise;
      return { text: "x".repeat(300_000), isError: false };
    });
    const broken = tool("app.broken", async () => ({ text: "no such file", isError: true }));
    const throwing = tool("app.throwing", async () => {
      throw new AppError("TOOL_CALL_FAILED", { details: { reason: "it crashed" } });
    });
    await using bench = await ask(
      [
        { id: "a", tool: "app.flood" },
        { id: "b", tool: "app.broken" },
        { id: "c", tool: "app.throwing" },
      ],
      { tools: [flood, broken, throwing] },
    );
    await bench.follower.until(() => bench.call("a")?.progress === "half");
    gate.resolve();
    expect(await bench.follower.ended()).toMatchObject({ state: "done" });
    expect(bench.call("a")?.result).toHaveLength(100_000);
    expect(bench.call("a")?.result).toContain("300000 characters in all");
    expect(bench.call("b")).toMatchObject({ state: "failed", result: "no such file", error: "no such file" });
    expect(bench.call("c")).toMatchObject({ state: "failed", error: "The tool failed: it crashed." });
  });

  it("keeps what was said before a tool, between and after, in order", async () => {
    const count = tool("app.count", async () => ({ text: "1", isError: false }));
    await using bench = await openChatBench({ tools: [count] });
    bench.state.script = async function* (request) {
      if (request.messages.at(-1)?.role === "tool") return yield* say("After");
      yield { kind: "reasoning", text: "Hm" };
      yield { kind: "text", text: "Before" };
      yield* callTools({ id: "a", tool: "app.count" });
    };
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Go", attachments: [] }, caller);
    const answer = await follower.ended();
    expect(answer.parts.map(({ kind }) => kind)).toEqual(["reasoning", "text", "tool-call", "text"]);
    expect(bench.requests[1]?.messages.slice(1)).toMatchObject([
      { role: "assistant", text: "Before", toolCalls: [{ id: "a" }] },
      { role: "tool", results: [{ id: "a", text: "1" }] },
    ]);
    bench.state.script = () => hang();
  });
});
