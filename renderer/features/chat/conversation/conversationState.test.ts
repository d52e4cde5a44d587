import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import {
  applyConversationEvent,
  type ConversationState,
  unknownConversation,
  withAcknowledged,
} from "./conversationState.ts";
import { exampleConversation, exampleMessage, exampleMessageId } from "./testConversation.ts";

const conversation = exampleConversation();
const question = exampleMessage(1, { parts: [{ kind: "text", text: "Why?" }] });
const answering = exampleMessage(2, { state: "streaming" });

const snapshot = (...messages: Message[]): ConversationEvent => ({ kind: "snapshot", conversation, messages });
const text = (from: number, piece: string, part = 0, partKind: "text" | "reasoning" = "text"): ConversationEvent => ({
  kind: "text",
  message: exampleMessageId(2),
  part,
  partKind,
  from,
  text: piece,
});
const stateAfter = (...events: readonly ConversationEvent[]): ConversationState =>
  events.reduce(applyConversationEvent, unknownConversation);
const answerOf = (state: ConversationState): readonly string[] =>
  state.kind === "known"
    ? (state.messages[1]?.parts ?? []).map((part) => ("text" in part ? part.text : part.kind))
    : [];
const hasGap = (state: ConversationState): boolean => state.kind === "known" && state.hasGap;

describe("a conversation that streams", () => {
  it("puts in what is new, once", () => {
    expect(
      answerOf(stateAfter(snapshot(question, answering), text(0, "The "), text(4, "moon"), text(4, "moon"))),
    ).toEqual(["The moon"]);
    expect(answerOf(stateAfter(snapshot(question, answering), text(0, "The "), text(2, "e moon")))).toEqual([
      "The moon",
    ]);
  });

  it("says that something is missing instead of leaving it out", () => {
    const gap = stateAfter(snapshot(question, answering), text(0, "The "), text(9, "pulls"));
    expect(hasGap(gap)).toBe(true);
    expect(answerOf(gap)).toEqual(["The "]);
    expect(hasGap(applyConversationEvent(gap, snapshot(question, answering)))).toBe(false);
    expect(hasGap(stateAfter(snapshot(question, answering), text(0, "late", 1)))).toBe(true);
  });

  it("keeps reasoning and answer apart by their part", () => {
    const state = stateAfter(snapshot(question, answering), text(0, "hm", 0, "reasoning"), text(0, "So", 1));
    expect(answerOf(state)).toEqual(["hm", "So"]);
    expect(hasGap(applyConversationEvent(state, text(2, "no", 0, "text")))).toBe(true);
  });

  it("does not take text back when a message that is being answered is told late", () => {
    const late = { ...answering, parts: [{ kind: "text", text: "The " } as const] };
    const state = stateAfter(snapshot(question, answering), text(0, "The moon"), { kind: "message", message: late });
    expect(answerOf(state)).toEqual(["The moon"]);
  });

  it("takes a message as it ended, even if that is shorter", () => {
    const ended = { ...answering, state: "stopped", parts: [{ kind: "text", text: "The" }] } as const;
    const state = stateAfter(snapshot(question, answering), text(0, "The moon"), {
      kind: "message",
      message: { ...ended, parts: [...ended.parts] },
    });
    expect(answerOf(state)).toEqual(["The"]);
  });

  it("shows messages of its own path alone", () => {
    const other = exampleMessage(9, { parent: exampleMessageId(7) });
    const state = stateAfter(
      snapshot(question),
      { kind: "message", message: other },
      { kind: "message", message: answering },
    );
    expect(state.kind === "known" && state.messages.map(({ id }) => id)).toEqual([question.id, answering.id]);
  });

  it("leaves alone what a snapshot does not change, so that it is not drawn again", () => {
    const before = stateAfter(snapshot(question, answering), text(0, "The "));
    const state = applyConversationEvent(before, snapshot(structuredClone(question), structuredClone(answering)));
    if (before.kind !== "known" || state.kind !== "known") throw new Error("not known");
    expect(state.messages[0]).toBe(before.messages[0]);
    expect(answerOf(state)).toEqual([]);
  });

  it("takes an acknowledged message once, and never instead of what the stream told", () => {
    const state = withAcknowledged(stateAfter(snapshot()), { ...question, state: "waiting" });
    expect(state.kind === "known" && state.messages.length).toBe(1);
    const ahead = withAcknowledged(stateAfter(snapshot(question)), { ...question, state: "waiting" });
    expect(ahead.kind === "known" && ahead.messages.map((message) => message.state)).toEqual(["done"]);
  });

  it("shows what was acknowledged before the stream has told anything", () => {
    const begun = withAcknowledged(unknownConversation, question);
    expect(begun.kind === "unknown" && begun.messages).toEqual([question]);
    expect(applyConversationEvent(begun, snapshot(question, answering)).kind).toBe("known");
  });

  it("is gone when it is deleted, and back when it is restored", () => {
    const gone = stateAfter(snapshot(question), { kind: "deleted" });
    expect(gone.kind).toBe("deleted");
    expect(applyConversationEvent(gone, { kind: "message", message: question }).kind).toBe("deleted");
    expect(applyConversationEvent(gone, snapshot(question)).kind).toBe("known");
  });
});

/** A server that has written `pieces` so far, and a link that may be cut before any of them. */
function served(pieces: readonly string[], upTo: number): Message {
  const written = pieces.slice(0, upTo).join("");
  return { ...answering, parts: written === "" ? [] : [{ kind: "text", text: written }] };
}

describe("with the stream cut anywhere, and pieces told twice", () => {
  it("nothing is missing and nothing doubled", () => {
    const script = fc.record({
      pieces: fc.array(fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }), { minLength: 1, maxLength: 30 }),
      // Before piece n: how far back the server repeats itself, and whether a new link begins.
      steps: fc.array(fc.record({ isCut: fc.boolean(), back: fc.nat(3), isTold: fc.boolean() }), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(script, ({ pieces, steps }) => {
        let state = stateAfter(snapshot(question, served(pieces, 0)));
        pieces.forEach((_, at) => {
          const step = steps[at] ?? { isCut: false, back: 0, isTold: false };
          // What was written while there was no link is in the snapshot of the next.
          if (step.isCut) state = applyConversationEvent(state, snapshot(question, served(pieces, at)));
          if (step.isTold) state = applyConversationEvent(state, { kind: "message", message: served(pieces, at) });
          const first = Math.max(0, at - step.back);
          const from = pieces.slice(0, first).join("").length;
          state = applyConversationEvent(state, text(from, pieces.slice(first, at + 1).join("")));
          expect(answerOf(state)).toEqual([pieces.slice(0, at + 1).join("")]);
          expect(hasGap(state)).toBe(false);
        });
      }),
    );
  });

  it("a piece that was lost is always noticed, and the next snapshot heals it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 20 }),
        fc.nat(),
        (pieces, seed) => {
          const lost = seed % (pieces.length - 1);
          let state = stateAfter(snapshot(question, served(pieces, 0)));
          pieces.forEach((piece, at) => {
            if (at === lost) return;
            state = applyConversationEvent(state, text(pieces.slice(0, at).join("").length, piece));
          });
          expect(hasGap(state)).toBe(true);
          const whole = pieces.join("");
          expect(whole.startsWith(answerOf(state)[0] ?? "")).toBe(true);
          state = applyConversationEvent(state, snapshot(question, served(pieces, pieces.length)));
          expect(answerOf(state)).toEqual([whole]);
          expect(hasGap(state)).toBe(false);
        },
      ),
    );
  });
});
