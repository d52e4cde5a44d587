import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import { createErrorRecoveryManager } from "../../../connection/errorRecoveryManager.ts";
import { exampleMessage } from "../conversation/testConversation.ts";
import { createOutbox } from "./outbox.ts";
import type { UnsentMessage } from "./outboxState.ts";
import { repeatable } from "./repeatable.ts";

const conversation = "00000000-0000-4000-8000-000000000001";
const other = "00000000-0000-4000-8000-000000000002";
const unsent = (number: number, changes: Partial<UnsentMessage> = {}): UnsentMessage => ({
  id: exampleMessage(number).id,
  conversation,
  begins: null,
  text: `text ${number}`,
  attachments: [],
  createdAt: number,
  ...changes,
});

/** What the server does with each message, in order; keeps every message it has by its id, once. */
function createTestServer() {
  const answers: (() => unknown)[] = [];
  const kept = new Map<string, number>();
  const calls: string[] = [];
  return {
    answers,
    kept,
    calls,
    send: async ({ id }: UnsentMessage): Promise<Message> => {
      calls.push(id);
      const answer = answers.shift();
      const failure: unknown = answer?.();
      kept.set(id, (kept.get(id) ?? 0) + 1);
      if (failure !== undefined) throw failure;
      return exampleMessage(1, { id });
    },
  };
}

function createHouse(storage = new Map<string, string>()) {
  const server = createTestServer();
  const recovery = createErrorRecoveryManager({ random: () => 0 });
  const listeners = new Set<() => void>();
  let isLive = true;
  const busy = new Set<string>();
  const acknowledged: string[] = [];
  const outbox = createOutbox({
    deliver: (message, onRetry) =>
      recovery.executeWithRetry(`chat.send:${message.id}`, () => repeatable(server.send(message)), { onRetry }),
    cancel: (id) => void recovery.cancelRetry(`chat.send:${id}`),
    isLive: () => isLive,
    isBusy: (conversation) => busy.has(conversation),
    onLive: (listener) => {
      listeners.add(listener);
      if (isLive) listener();
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    onAcknowledged: ({ id }) => acknowledged.push(id),
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
    },
    now: () => 1000,
  });
  const setLive = (now: boolean): void => {
    isLive = now;
    if (now) for (const listener of listeners) listener();
  };
  const states = (): readonly string[] => outbox.store.getState().map(({ state }) => state.kind);
  return { server, outbox, acknowledged, setLive, states, storage, busy };
}

const first = unsent(1);
const second = unsent(3);

describe("what was sent and is not acknowledged yet", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => void vi.useRealTimers();
  });

  it("is in sight until the server has it", async () => {
    const { outbox, acknowledged, states, storage } = createHouse();
    outbox.send(first);
    expect(states()).toEqual(["sending"]);
    await vi.runAllTimersAsync();
    expect(states()).toEqual([]);
    expect(acknowledged).toEqual([first.id]);
    expect(storage.size).toBe(0);
  });

  it("is tried again after a failure that may pass, and says which attempt is due when", async () => {
    const { outbox, server } = createHouse();
    server.answers.push(() => {
      throw new AppError("UNAVAILABLE");
    });
    outbox.send(first);
    await vi.advanceTimersByTimeAsync(10);
    expect(outbox.store.getState()[0]?.state).toEqual({ kind: "retrying", attempt: 1, attempts: 3, nextAt: 2000 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(outbox.store.getState()).toEqual([]);
    expect(server.calls).toEqual([first.id, first.id]);
  });

  it("goes again under the same id when its answer was lost: the server keeps it once", async () => {
    const { outbox, server, acknowledged } = createHouse();
    server.answers.push(() => new AppError("TIMEOUT", { details: { outcome: "unknown" } }));
    outbox.send(first);
    await vi.runAllTimersAsync();
    expect(server.calls).toEqual([first.id, first.id]);
    expect([...server.kept.keys()]).toEqual([first.id]);
    expect(acknowledged).toEqual([first.id]);
  });

  it("says why it failed, and goes again when asked to", async () => {
    const { outbox, server, states } = createHouse();
    server.answers.push(() => {
      throw new AppError("MODEL_NOT_CONFIGURED");
    });
    outbox.send(first);
    await vi.runAllTimersAsync();
    expect(outbox.store.getState()[0]?.state).toMatchObject({
      kind: "failed",
      error: { code: "MODEL_NOT_CONFIGURED" },
    });
    outbox.retry(first.id);
    await vi.runAllTimersAsync();
    expect(states()).toEqual([]);
  });

  it("waits without a connection, and goes in order once there is one", async () => {
    const { outbox, server, setLive, states } = createHouse();
    using _following = outbox.follow();
    setLive(false);
    outbox.send(first);
    outbox.send(second);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(states()).toEqual(["waiting", "waiting"]);
    expect(server.calls).toEqual([]);
    setLive(true);
    expect(states()).toEqual(["sending", "waiting"]);
    await vi.runAllTimersAsync();
    expect(server.calls).toEqual([first.id, second.id]);
  });

  it("waits rather than fails when the connection breaks while it is sent", async () => {
    const { outbox, server, setLive, states } = createHouse();
    using _following = outbox.follow();
    server.answers.push(
      ...Array.from({ length: 3 }, () => () => {
        setLive(false);
        throw new AppError("LINK_CLOSED", { details: { outcome: "unknown" } });
      }),
    );
    outbox.send(first);
    await vi.runAllTimersAsync();
    expect(states()).toEqual(["waiting"]);
    setLive(true);
    await vi.runAllTimersAsync();
    expect([...server.kept.keys()]).toEqual([first.id]);
  });

  it("does not hold up other conversations", async () => {
    const { outbox, server } = createHouse();
    server.answers.push(() => {
      throw new AppError("MODEL_NOT_CONFIGURED");
    });
    outbox.send(first);
    outbox.send(second);
    outbox.send(unsent(5, { conversation: other }));
    await vi.runAllTimersAsync();
    expect(server.calls).toEqual([first.id, unsent(5).id]);
  });

  it("waits while its conversation is being answered, whoever knew that first", async () => {
    const { outbox, server, states, busy } = createHouse();
    busy.add(conversation);
    outbox.send(first);
    await vi.runAllTimersAsync();
    expect(server.calls).toEqual([]);
    busy.clear();
    server.answers.push(() => {
      throw new AppError("CONVERSATION_BUSY");
    });
    outbox.flush();
    await vi.runAllTimersAsync();
    expect(states()).toEqual(["waiting"]);
    outbox.flush();
    await vi.runAllTimersAsync();
    expect(states()).toEqual([]);
  });

  it("can be taken back while it waits for an attempt, and lets the next one go", async () => {
    const { outbox, server, states } = createHouse();
    server.answers.push(() => {
      throw new AppError("UNAVAILABLE");
    });
    outbox.send(first);
    outbox.send(second);
    await vi.advanceTimersByTimeAsync(10);
    expect(outbox.takeBack(first.id)?.text).toBe("text 1");
    await vi.runAllTimersAsync();
    expect(states()).toEqual([]);
    expect(server.calls).toEqual([first.id, second.id]);
  });

  it("survives a reload of the page", async () => {
    const before = createHouse();
    before.setLive(false);
    before.outbox.send(first);
    const after = createHouse(before.storage);
    expect(after.states()).toEqual(["waiting"]);
    using _following = after.outbox.follow();
    await vi.runAllTimersAsync();
    expect(after.acknowledged).toEqual([first.id]);
  });

  it("is nothing where the storage is damaged", () => {
    expect(createHouse(new Map([["quarterdeck.chat.outbox", "[{"]])).states()).toEqual([]);
    expect(createHouse(new Map([["quarterdeck.chat.outbox", '[{"id":1}]']])).states()).toEqual([]);
  });
});
