import { describe, expect, test, vi } from "vitest";
import { beginPairing, nextPairingState, type PairingEvent, type PairingState } from "./pairingState.ts";
import { pairPhone } from "./pairPhone.ts";
import { createMemoryStore, createTestPhoneServer, type TestPhoneServer, testCrypto } from "./testPhoneServer.ts";

const secret = "a-secret-of-a-pairing-link";

function start(server: TestPhoneServer, proof = { kind: "secret", secret } as const, store = createMemoryStore()) {
  let state: PairingState = beginPairing(false);
  const events: PairingEvent[] = [];
  const abort = new AbortController();
  const done = pairPhone(
    { ask: server.ask, crypto: testCrypto(), store, now: Date.now },
    {
      proof,
      name: "Pixel",
      signal: abort.signal,
      tell: (event) => {
        events.push(event);
        state = nextPairingState(state, event);
      },
    },
  );
  return { abort, done, events, store, state: () => state };
}

describe("pairing a phone", () => {
  test("shows the words that both keys and both nonces give, and keeps the key once the desktop confirms", async () => {
    const server = await createTestPhoneServer({ secret, scopes: ["watch", "steer"] });
    const phone = start(server);
    await vi.waitFor(() => expect(phone.state().kind).toBe("comparing"));
    expect(phone.state()).toMatchObject({ words: expect.arrayContaining([expect.any(Number)]) });
    expect(phone.store.kept.size).toBe(0);
    server.decide("confirm");
    await phone.done;
    expect(phone.state()).toEqual({ kind: "paired", name: "Pixel", scopes: ["watch", "steer"] });
    const kept = phone.store.kept.get(server.key.publicKey);
    expect(kept).toMatchObject({ name: "Pixel", serverKey: server.key.publicKey });
    expect(kept?.privateKey.extractable).toBe(false);
    expect([...server.phones]).toEqual([[kept?.phone, { publicKey: kept?.phoneKey, isRevoked: false }]]);
  });

  test("commits to its nonce before it knows the server's, and shows it afterwards", async () => {
    const server = await createTestPhoneServer({ secret });
    const phone = start(server);
    await vi.waitFor(() => expect(phone.state().kind).toBe("comparing"));
    server.decide("reject");
    await phone.done;
    const [begin, reveal] = server.received.map(({ body }) => body);
    expect(begin).not.toHaveProperty("nonce");
    const nonce = reveal && "nonce" in reveal ? String(reveal.nonce) : "";
    expect(begin).toMatchObject({ commitment: await testCrypto().commitTo(nonce) });
  });

  test("stops when the server names other words than this phone saw", async () => {
    const server = await createTestPhoneServer({ secret, wrongWords: true });
    const phone = start(server);
    await phone.done;
    expect(phone.state()).toEqual({ kind: "failed", failure: "mismatch" });
    expect(phone.store.kept.size).toBe(0);
  });

  test("leaves a pairing with another server alone, and replaces its own with the same", async () => {
    const [one, other] = [await createTestPhoneServer({ secret }), await createTestPhoneServer({ secret })];
    const store = createMemoryStore();
    for (const server of [one, other, one]) {
      server.decide("confirm");
      await start(server, undefined, store).done;
    }
    expect([...store.kept.keys()].toSorted()).toEqual([one.key.publicKey, other.key.publicKey].toSorted());
    expect(one.phones.size).toBe(2);
    expect([...one.phones.keys()].at(-1)).toBe(store.kept.get(one.key.publicKey)?.phone);
  });

  test.each([
    ["a wrong code comes back to the form", "wrong-code", { kind: "code", code: "000000" }, "asking"],
    ["a wrong link needs a new one", "wrong-link", { kind: "secret", secret: "another-secret-altogether" }, "failed"],
  ] as const)("%s", async (_, failure, proof, kind) => {
    const server = await createTestPhoneServer({ secret });
    let state: PairingState = beginPairing(false);
    await pairPhone(
      { ask: server.ask, crypto: testCrypto(), store: createMemoryStore(), now: Date.now },
      {
        proof,
        name: "Pixel",
        signal: new AbortController().signal,
        tell: (event) => {
          state = nextPairingState(state, event);
        },
      },
    );
    expect(state).toMatchObject({ kind, failure });
  });

  test.each([
    ["rejected", "reject", "rejected"],
    ["run out", "expire", "ended"],
  ] as const)("says when it was %s", async (_, outcome, failure) => {
    const server = await createTestPhoneServer({ secret });
    server.decide(outcome);
    const phone = start(server);
    await phone.done;
    expect(phone.state()).toEqual({ kind: "failed", failure });
    expect(phone.store.kept.size).toBe(0);
  });

  test("says how long to wait where the server slows it down", async () => {
    const server = await createTestPhoneServer({ secret });
    server.answerNext("/auth/pairing/begin", { kind: "refusal", code: "RATE_LIMITED", retryAfterMs: 5000 });
    const before = Date.now();
    const phone = start(server);
    await phone.done;
    const state = phone.state();
    expect(state).toMatchObject({ kind: "asking", failure: "limited" });
    expect(state.kind === "asking" ? state.retryAt : null).toBeGreaterThanOrEqual(before + 5000);
  });

  test("goes on waiting through a moment without network, and says so meanwhile", async () => {
    vi.useFakeTimers();
    try {
      const server = await createTestPhoneServer({ secret });
      server.answerNext("/auth/pairing/wait", { kind: "unreachable" }, { kind: "unreachable" });
      const phone = start(server);
      await vi.waitFor(() => expect(phone.state()).toMatchObject({ kind: "comparing", isReached: false }), {
        timeout: 10_000,
      });
      server.decide("confirm");
      await vi.waitFor(() => expect(phone.state().kind).toBe("paired"), { timeout: 10_000 });
    } finally {
      vi.useRealTimers();
    }
  });

  test("asks whether it may keep a key before the offer is used up", async () => {
    const server = await createTestPhoneServer({ secret });
    const denied = {
      ...createMemoryStore(),
      list: async () => Promise.reject(new DOMException("no", "SecurityError")),
    };
    const phone = start(server, undefined, denied);
    await phone.done;
    expect(phone.state()).toMatchObject({ kind: "asking", failure: "no-storage" });
    expect(server.received).toEqual([]);
  });

  test("tells nothing more once it is cancelled", async () => {
    const server = await createTestPhoneServer({ secret });
    const phone = start(server);
    await vi.waitFor(() => expect(phone.state().kind).toBe("comparing"));
    phone.abort.abort(new DOMException("no", "AbortError"));
    server.decide("confirm");
    await expect(phone.done).rejects.toMatchObject({ name: "AbortError" });
    expect(phone.state().kind).toBe("comparing");
    expect(phone.store.kept.size).toBe(0);
  });
});
