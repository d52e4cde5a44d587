import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  bell,
  callerOf,
  deskCaller,
  openTestAttention,
  permission,
  type TestAttention,
  testPhone,
} from "../testAttention.ts";
import { openLimits } from "./itemRequest.ts";

const alice = callerOf(testPhone(1, "Alice’s phone"));
const bob = callerOf(testPhone(2, "Bob’s phone"));
const never = new AbortController().signal;
const key = (number: number) => `idempotency-${number}`;

describe("attention items", () => {
  let test: TestAttention;
  beforeEach(async () => {
    test = await openTestAttention();
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
  });

  it("are there again after a restart, and sequences go on", async () => {
    const first = await test.attention.raise(permission());
    await test.restart();
    expect(await test.attention.get(first.id)).toEqual(first);
    expect(test.attention.openCount).toBe(1);
    const second = await test.attention.raise(bell());
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect((await test.attention.list({ state: "open", limit: 10 })).map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
  });

  it("show a tool’s text without what could deceive, cut to the limits", async () => {
    const item = await test.attention.raise(
      permission({
        who: "a\nb\u001b[31m".repeat(100),
        text: "\u001b]0;title\u0007run \u202egnp.exe\u202c\u0000 now\r\nnext",
        detail: "😀".repeat(10_000),
        choices: [
          { id: "", label: "nobody can choose this", role: "other" },
          { id: "yes", label: "\u001b[1mYes\u001b[0m", role: "allow" },
        ],
      }),
    );
    expect(item.text).toBe("run gnp.exe now\nnext");
    expect(item.who).toMatch(/^a ba b/);
    expect(item.who.length).toBeLessThanOrEqual(120);
    expect(item.detail).toHaveLength(15_999);
    expect(item.detail?.isWellFormed()).toBe(true);
    expect(item.choices).toEqual([{ id: "yes", label: "Yes", role: "allow" }]);
  });

  it("with the same key are one: updated if of the same kind, else replaced", async () => {
    const first = await test.attention.raise(bell({ key: "bell" }));
    const again = await test.attention.raise(bell({ key: "bell", text: "Ding dong" }));
    expect(again).toMatchObject({ id: first.id, text: "Ding dong" });
    expect(again.sequence).toBeGreaterThan(first.sequence);
    const other = await test.attention.raise(permission({ key: "bell" }));
    expect(other.id).not.toBe(first.id);
    expect(await test.attention.get(first.id)).toMatchObject({ state: "closed", closedBy: "replaced" });
    expect(test.attention.openCount).toBe(1);
  });

  it("stay few in one session: the oldest that only inform make room first", async () => {
    const asked = await test.attention.raise(permission());
    const oldest = await test.attention.raise(bell());
    for (let count = 2; count < openLimits.ofOnePlace + 1; count++) await test.attention.raise(bell());
    expect(test.attention.openCount).toBe(openLimits.ofOnePlace);
    expect(await test.attention.get(oldest.id)).toMatchObject({ state: "closed", closedBy: "replaced" });
    expect((await test.attention.get(asked.id)).state).toBe("open");
  });

  it("stay few in all sessions together", async () => {
    for (let count = 0; count < openLimits.all + 5; count++) {
      const session = `5e551011-0000-4000-8000-${String(count).padStart(12, "0")}`;
      await test.attention.raise(bell({ place: { kind: "session", session } }));
    }
    expect(test.attention.openCount).toBe(openLimits.all);
  });

  it("end with their session, of some kinds or all", async () => {
    const session = permission().place;
    if (session.kind !== "session") throw new Error("a session’s");
    const asked = await test.attention.raise(permission());
    const rang = await test.attention.raise(bell());
    const elsewhere = await test.attention.raise(bell({ place: { kind: "app" } }));
    await test.attention.closeSession(session.session, "went-on", ["permission"]);
    expect((await test.attention.get(asked.id)).closedBy).toBe("went-on");
    expect((await test.attention.get(rang.id)).state).toBe("open");
    await test.attention.closeSession(session.session, "session-ended");
    expect((await test.attention.get(rang.id)).closedBy).toBe("session-ended");
    expect((await test.attention.get(elsewhere.id)).state).toBe("open");
  });

  it("are listed page by page", async () => {
    for (let count = 0; count < 5; count++) await test.attention.raise(bell({ text: String(count) }));
    const first = await test.attention.list({ state: "all", limit: 3 });
    const rest = await test.attention.list({ state: "all", limit: 3, before: first.at(-1)?.sequence });
    expect([...first, ...rest].map(({ text }) => text)).toEqual(["4", "3", "2", "1", "0"]);
  });
});

describe("an answer", () => {
  let test: TestAttention;
  beforeEach(async () => {
    test = await openTestAttention();
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
  });

  it("tells the source, and everybody who gave it", async () => {
    const { id } = await test.attention.raise(permission());
    const outcome = test.attention.outcome(id, never);
    const item = await test.attention.answer(alice, { id, idempotencyKey: key(1), choice: "allow" });
    expect(item).toMatchObject({
      state: "answered",
      answer: { choice: "allow", text: null, by: { kind: "phone", label: "Alice’s phone" } },
    });
    expect(await outcome).toEqual({ kind: "answered", answer: item.answer });
    expect(await test.attention.outcome(id, never)).toEqual({ kind: "answered", answer: item.answer });
    expect(test.attention.openCount).toBe(0);
  });

  it("of two phones in the same moment wins once, and the other learns who was first", async () => {
    const { id } = await test.attention.raise(permission());
    const results = await Promise.allSettled([
      test.attention.answer(alice, { id, idempotencyKey: key(1), choice: "allow" }),
      test.attention.answer(bob, { id, idempotencyKey: key(2), choice: "deny" }),
    ]);
    expect(results).toMatchObject([
      { status: "fulfilled", value: { answer: { choice: "allow" } } },
      { status: "rejected", reason: { code: "ATTENTION_CLOSED", details: { by: "Alice’s phone" } } },
    ]);
  });

  it("may be repeated with its key, also after a restart, but the key is its owner’s", async () => {
    const { id } = await test.attention.raise(permission());
    const request = { id, idempotencyKey: key(1), choice: "allow" };
    const item = await test.attention.answer(alice, request);
    expect(await test.attention.answer(alice, request)).toEqual(item);
    await test.restart();
    expect(await test.attention.answer(alice, request)).toEqual(item);
    await expect(test.attention.answer(bob, request)).rejects.toMatchObject({ code: "ATTENTION_CLOSED" });
  });

  it("must be one the item takes", async () => {
    const asked = await test.attention.raise(permission());
    const rang = await test.attention.raise(bell());
    const question = await test.attention.raise(permission({ kind: "question", choices: [], acceptsText: true }));
    const answer = (id: string, given: { choice?: string; text?: string }) =>
      test.attention.answer(deskCaller, { id, idempotencyKey: key(1), ...given });
    await expect(answer(asked.id, { choice: "maybe" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(answer(asked.id, { choice: "allow", text: "but" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(answer(asked.id, {})).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(answer(rang.id, { choice: "allow" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(answer(question.id, { text: " \u0007 " })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(answer(crypto.randomUUID(), { choice: "allow" })).rejects.toMatchObject({
      code: "ATTENTION_NOT_FOUND",
    });
    expect((await answer(question.id, { text: "the \u001b[1mblue\u001b[0m one" })).answer?.text).toBe("the blue one");
    expect((await test.attention.get(asked.id)).state).toBe("open");
  });

  it("comes too late for an item that was closed, and says by what", async () => {
    const { id } = await test.attention.raise(permission());
    const outcome = test.attention.outcome(id, never);
    await test.attention.close(id, "terminal");
    expect(await outcome).toEqual({ kind: "closed", by: "terminal" });
    await test.attention.close(id, "dismissed");
    expect((await test.attention.dismiss(alice, id)).closedBy).toBe("terminal");
    await expect(test.attention.answer(alice, { id, idempotencyKey: key(1), choice: "allow" })).rejects.toMatchObject({
      code: "ATTENTION_CLOSED",
      details: { by: "in the terminal" },
    });
  });

  it("is no longer waited for once the source gives up, or the house closes", async () => {
    const { id } = await test.attention.raise(permission());
    const abort = new AbortController();
    const givenUp = test.attention.outcome(id, abort.signal);
    abort.abort(new Error("gave up"));
    await expect(givenUp).rejects.toThrow("gave up");
    const closing = expect(test.attention.outcome(id, never)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await test.restart();
    await closing;
    await expect(test.attention.outcome(crypto.randomUUID(), never)).rejects.toMatchObject({
      code: "ATTENTION_NOT_FOUND",
    });
  });
});
