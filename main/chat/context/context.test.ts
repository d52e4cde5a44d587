import { describe, expect, it } from "vitest";
import type { Message } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelEvent } from "../../models/contract.ts";
import { caller, fail, model, newId, openChatBench, say } from "../chatTestKit.ts";
import { Follower } from "../followerTestKit.ts";
import { estimateText } from "./estimateTokens.ts";
import { modelMessages } from "./modelMessages.ts";
import { oldestTurns, shortened } from "./summarise.ts";
import { TokenCorrection } from "./tokenCorrection.ts";

const small = model("main", { contextTokens: 2048 });
const memory = model("memory", { contextTokens: 2048 });
/** Prose of about so many tokens. */
const long = (word: string, tokens = 300): string => `${word} `.repeat((tokens * 3.5) / (word.length + 1));

/** An answer whose provider counts nothing, so that estimates stand. */
async function* sayUncounted(...pieces: readonly string[]): AsyncGenerator<ModelEvent> {
  for (const text of pieces) yield { kind: "text", text };
  yield { kind: "finished", reason: "stop", usage: { inputTokens: 0, outputTokens: 0, cost: null } };
}

async function talk(script: Parameters<typeof openChatBench>[0]) {
  const bench = await openChatBench({ models: [small, memory], ...script });
  const { id } = await bench.chat.create({}, caller);
  const follower = new Follower(bench.chat, id);
  return {
    ...bench,
    id,
    follower,
    ask: async (text: string): Promise<Message> => {
      const before = follower.messages.length;
      await bench.chat.send({ id, message: newId(), text, attachments: [] }, caller);
      await follower.until(({ messages }) => messages.length === before + 2);
      return await follower.ended();
    },
    [Symbol.asyncDispose]: async () => {
      await follower[Symbol.asyncDispose]();
      await bench[Symbol.asyncDispose]();
    },
  };
}

describe("the model's window", () => {
  it("is kept by summarising the oldest turns in the background, which is shown; the newest go as they are", async () => {
    const gate = Promise.withResolvers<void>();
    await using bench = await talk({
      modelFor: (purpose) => (purpose === "memory" ? memory : small),
      script: async function* (request) {
        if (request.conversation !== null) return yield* sayUncounted("Noted. ", long("answer"));
        await gate.promise;
        yield* say("They counted to two.");
      },
    });
    await bench.follower.until(({ events }) => events.length > 0);
    await bench.ask(`first ${long("question")}`);
    const second = await bench.ask(`second ${long("question")}`);
    await bench.follower.until(({ conversation }) => conversation?.context.isSummarising === true);
    gate.resolve();
    await bench.follower.until(({ conversation }) => conversation?.context.summary === "They counted to two.");
    await bench.follower.until(({ conversation }) => conversation?.context.isSummarising === false);
    const upTo = bench.follower.conversation?.context.summarisedUpTo;
    expect(bench.follower.messages.map(({ id }) => id).indexOf(upTo ?? "")).toBe(1);
    const asked = bench.requests.find(({ conversation }) => conversation === null);
    expect(asked).toMatchObject({ model: { key: "memory" }, tools: [] });
    expect(JSON.stringify(asked?.messages)).toContain("User: first");
    expect(await bench.ask("third")).toMatchObject({ state: "done" });
    const third = bench.requests.filter(({ conversation }) => conversation !== null).at(-1);
    expect(third?.system).toContain("They counted to two.");
    expect(JSON.stringify(third?.messages)).not.toContain("first");
    expect(JSON.stringify(third?.messages)).toContain("second");
    expect(third?.messages).toHaveLength(3);
    expect(second.state).toBe("done");
  });

  it("says MODEL_TOO_LONG until there is a summary, and answers then", async () => {
    let isDown = true;
    await using bench = await talk({
      script: (request) => {
        if (request.conversation !== null) return sayUncounted(long("answer", 400));
        return isDown ? fail(new AppError("MODEL_UNAVAILABLE")) : say("A summary.");
      },
    });
    await bench.follower.until(({ events }) => events.length > 0);
    await bench.ask(long("one", 400));
    await bench.ask(long("two", 400));
    const tooLong = await bench.ask(long("three", 400));
    expect(tooLong).toMatchObject({ state: "failed", error: { code: "MODEL_TOO_LONG" } });
    await bench.follower.until(({ conversation }) => conversation?.context.isSummarising === false);
    isDown = false;
    const answer = newId();
    await bench.chat.regenerate({ id: bench.id, message: tooLong.id, answer }, caller);
    await bench.follower.until(({ conversation }) => conversation?.context.summary === "A summary.");
    await bench.follower.until(({ conversation }) => conversation?.context.isSummarising === false);
    const again = newId();
    await bench.chat.regenerate({ id: bench.id, message: tooLong.id, answer: again }, caller);
    await bench.follower.until(({ messages }) => messages.at(-1)?.id === again && messages.at(-1)?.state === "done");
    expect(bench.requests.at(-1)?.system).toContain("A summary.");
  });

  it.each(["stop", "refused", "length"] as const)(
    "keeps the turns where a summary ends with %s and is of no use",
    async (reason) => {
      const asked = Promise.withResolvers<void>();
      await using bench = await talk({
        script: async function* (request) {
          if (request.conversation !== null) return yield* sayUncounted("Noted. ", long("answer"));
          asked.resolve();
          if (reason !== "stop") yield { kind: "text", text: "They count" };
          yield { kind: "finished", reason, usage: { inputTokens: 0, outputTokens: 0, cost: null } };
        },
      });
      await bench.follower.until(({ events }) => events.length > 0);
      await bench.ask(`first ${long("question")}`);
      await bench.ask(`second ${long("question")}`);
      await asked.promise;
      await bench.follower.until(({ conversation }) => conversation?.context.isSummarising === false);
      expect(bench.follower.conversation?.context).toMatchObject({ summary: null, summarisedUpTo: null });
    },
  );

  it("refuses one enormous message instead of sending it", async () => {
    await using bench = await talk({});
    await bench.follower.until(({ events }) => events.length > 0);
    expect(await bench.ask("很长".repeat(90_000))).toMatchObject({ error: { code: "MODEL_TOO_LONG" } });
    expect(bench.requests).toEqual([]);
  });
});

describe("estimates", () => {
  it("count a Chinese character as a token, and a few letters as one", () => {
    expect(estimateText("为什么登录页面会闪烁")).toBe(10);
    expect(estimateText("a".repeat(350))).toBe(100);
    expect(estimateText("𠀀")).toBe(1);
    expect(estimateText("")).toBe(0);
  });

  it("are corrected by what providers count, within reason", () => {
    const correction = new TokenCorrection();
    expect(correction.corrected("m", 100)).toBe(100);
    correction.learn("m", 1000, 1500);
    expect(correction.corrected("m", 100)).toBe(150);
    correction.learn("m", 1000, 500);
    expect(correction.corrected("m", 100)).toBe(100);
    correction.learn("other", 1000, 1_000_000);
    expect(correction.corrected("other", 100)).toBe(300);
    correction.learn("tiny", 10, 1000);
    expect(correction.corrected("tiny", 100)).toBe(100);
  });
});

describe("what is summarised", () => {
  const message = (id: string, role: "user" | "assistant"): Message => ({
    id,
    conversation: "c",
    parent: null,
    role,
    parts: [],
    state: "done",
    error: null,
    model: null,
    retry: null,
    usage: null,
    createdAt: 0,
    endedAt: 0,
    siblings: [],
  });
  const turns = ["u1", "a1", "u2", "a2", "u3", "a3"].map((id) =>
    message(id, id.startsWith("u") ? "user" : "assistant"),
  );

  it("is whole turns, the oldest, and never the last", () => {
    const ids = (room: number): string[] => oldestTurns(turns, () => 100, room).map(({ id }) => id);
    expect(ids(1000)).toEqual(["u1", "a1"]);
    expect(ids(500)).toEqual(["u1", "a1", "u2", "a2"]);
    expect(ids(10)).toEqual(["u1", "a1", "u2", "a2"]);
    expect(oldestTurns(turns.slice(0, 2), () => 100, 10)).toEqual([]);
  });

  it("is shortened in its middle where one message is larger than the model reads, and says so", () => {
    const text = `begin ${"x".repeat(10_000)} end`;
    const short = shortened(text, 100);
    expect(estimateText(short)).toBeLessThan(130);
    expect(short).toMatch(/^begin .*characters left out.* end$/s);
  });

  it("leaves out answers that said nothing, and joins two questions in a row", async () => {
    const said = (id: string, role: "user" | "assistant", text: string): Message => ({
      ...message(id, role),
      parts: text === "" ? [] : [{ kind: "text", text }],
    });
    const path = [said("u1", "user", "One"), said("a1", "assistant", ""), said("u2", "user", "Two")];
    const read = async ({ parts }: Message) =>
      parts.flatMap((part) => (part.kind === "text" ? [{ kind: "text" as const, text: part.text }] : []));
    expect(await modelMessages(path, read)).toEqual([
      {
        role: "user",
        parts: [
          { kind: "text", text: "One" },
          { kind: "text", text: "Two" },
        ],
      },
    ]);
  });
});
