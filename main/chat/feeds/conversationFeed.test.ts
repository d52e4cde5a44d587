import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelEvent } from "../../models/contract.ts";
import { caller, hang, newId, openChatBench, say, usage } from "../chatTestKit.ts";
import { Follower, textIn } from "../followerTestKit.ts";

/** A model that says each piece when it is told to. */
function paced() {
  const queue: { readonly kind: "text" | "reasoning"; readonly text: string }[] = [];
  let wake = (): void => {};
  let isOver = false;
  return {
    say: (kind: "text" | "reasoning", text: string) => {
      queue.push({ kind, text });
      wake();
    },
    end: () => {
      isOver = true;
      wake();
    },
    script: async function* (): AsyncGenerator<ModelEvent> {
      while (!isOver || queue.length > 0) {
        const next = queue.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      yield { kind: "finished", reason: "stop", usage };
    },
  };
}

const ask = (id: string) => ({ id, message: newId(), text: "Go", attachments: [] });

describe("following a conversation", () => {
  it("gives who comes again and again all of the text, in order, once: nothing between snapshot and text is missing or doubled", async () => {
    await using bench = await openChatBench();
    const piece = fc.record({
      kind: fc.constantFrom("text" as const, "reasoning" as const),
      text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 25 }), async (pieces) => {
        const model = paced();
        bench.state.script = model.script;
        const { id } = await bench.chat.create({}, caller);
        await using steady = new Follower(bench.chat, id);
        let cut = new Follower(bench.chat, id);
        await bench.chat.send(ask(id), caller);
        for (const { kind, text, cut: isCut } of pieces) {
          model.say(kind, text);
          if (!isCut) continue;
          // In the middle of whatever is on its way.
          await cut[Symbol.asyncDispose]();
          cut = new Follower(bench.chat, id);
        }
        model.end();
        const whole: { kind: string; text: string }[] = [];
        for (const { kind, text } of pieces) {
          const last = whole.at(-1);
          if (last?.kind === kind) last.text += text;
          else whole.push({ kind, text });
        }
        expect((await steady.ended()).parts).toEqual(whole);
        expect((await cut.ended()).parts).toEqual(whole);
        await cut[Symbol.asyncDispose]();
      }),
      { numRuns: 40 },
    );
  });

  it("begins with all text so far, and goes on from there", async () => {
    const model = paced();
    await using bench = await openChatBench({ script: model.script });
    const { id } = await bench.chat.create({}, caller);
    await bench.chat.send(ask(id), caller);
    model.say("text", "One ");
    await using first = new Follower(bench.chat, id);
    await first.until(({ text }) => text === "One ");
    await using second = new Follower(bench.chat, id);
    await second.until(({ events }) => events.length > 0);
    expect(second.events[0]).toMatchObject({ kind: "snapshot", messages: [{}, { parts: [{ text: "One " }] }] });
    model.say("text", "two");
    await second.until(({ text }) => text === "One two");
    expect(second.events.find(({ kind }) => kind === "text")).toMatchObject({ from: 4, text: "two", part: 0 });
    model.end();
    await second.ended();
  });

  it("brings a reader that slept up to date with one piece, however much was said", async () => {
    const model = paced();
    await using bench = await openChatBench({ script: model.script });
    const { id } = await bench.chat.create({}, caller);
    const abort = new AbortController();
    const sleepy = bench.chat.follow({ id }, abort.signal)[Symbol.asyncIterator]();
    await sleepy.next();
    await bench.chat.send(ask(id), caller);
    await using quick = new Follower(bench.chat, id);
    for (let piece = 0; piece < 50; piece += 1) {
      model.say("text", `${piece},`);
      await quick.until(({ text }) => text.endsWith(`${piece},`));
    }
    const kinds: string[] = [];
    for (let text = ""; text !== quick.text; ) {
      const { value } = await sleepy.next();
      kinds.push(value?.kind ?? "over");
      if (value?.kind === "message" && value.message.role === "assistant") text = textIn(value.message);
      if (value?.kind === "text") text += value.text;
    }
    expect(kinds.length).toBeLessThan(6);
    model.end();
    await quick.ended();
    abort.abort();
    await sleepy.next();
  });

  it("shows nothing that is not on disk", async () => {
    const model = paced();
    await using bench = await openChatBench({ script: model.script });
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send(ask(id), caller);
    for (const piece of ["a", "b", "c", "d"]) {
      model.say("text", piece);
      await follower.until(({ text }) => text.endsWith(piece));
      const kept = await bench.database.selectFrom("message_pieces").select("text").orderBy("sequence").execute();
      expect(
        kept
          .map(({ text }) => text)
          .join("")
          .startsWith(follower.text),
      ).toBe(true);
    }
    model.end();
    await follower.ended();
    expect(await bench.database.selectFrom("message_pieces").selectAll().execute()).toEqual([]);
  });

  it("tells of a new path after an edit and after another version is chosen", async () => {
    await using bench = await openChatBench({ script: () => say("One") });
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    const first = await bench.chat.send(ask(id), caller);
    const answer = await follower.ended();
    bench.state.script = () => say("Two");
    const edited = await bench.chat.send({ ...ask(id), text: "Went", parent: null }, caller);
    await follower.until(({ text }) => text === "Two");
    expect(follower.messages[0]).toMatchObject({ id: edited.id, siblings: [first.id, edited.id] });
    await follower.until(({ conversation }) => conversation?.state === "idle");
    await bench.chat.choose({ id, message: first.id }, caller);
    await follower.until(({ messages }) => messages[0]?.id === first.id);
    expect(follower.messages.map((message) => message.id)).toEqual([first.id, answer.id]);
    expect(follower.messages[0]?.siblings).toEqual([first.id, edited.id]);
  });

  it("ends when the conversation is deleted, and is not there for one that never was", async () => {
    await using bench = await openChatBench({ script: () => hang("Well") });
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await follower.until(({ events }) => events.length > 0);
    await bench.chat.send(ask(id), caller);
    await bench.chat.delete({ id }, caller);
    await follower.until(({ isDeleted }) => isDeleted);
    const missing = bench.chat.follow({ id: newId() })[Symbol.asyncIterator]();
    await expect(missing.next()).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
  });

  it("numbers the list's changes without a gap", async () => {
    await using bench = await openChatBench();
    const abort = new AbortController();
    const list = bench.chat.changes(abort.signal)[Symbol.asyncIterator]();
    expect((await list.next()).value).toMatchObject({ kind: "snapshot", sequence: 0, conversations: [], total: 0 });
    const { id } = await bench.chat.create({}, caller);
    expect((await list.next()).value).toMatchObject({ kind: "changed", sequence: 1, conversation: { id } });
    await bench.chat.update({ id, title: "Named", isPinned: true }, caller);
    expect((await list.next()).value).toMatchObject({
      sequence: 2,
      conversation: { title: "Named", isPinned: true },
    });
    await bench.chat.delete({ id }, caller);
    expect((await list.next()).value).toEqual({ kind: "deleted", sequence: 3, id });
    abort.abort();
    expect((await list.next()).done).toBe(true);
  });
});
