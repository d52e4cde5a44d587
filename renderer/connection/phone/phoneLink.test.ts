import { describe, expect, test, vi } from "vitest";
import type { PhoneProof } from "#shared/pairing/pairingMessages.ts";
import { createFakeLink } from "../fakeLink.ts";
import type { LinkOpening } from "../linkOpening.ts";
import { pairPhone } from "./pairPhone.ts";
import { createPhoneLinkOpener } from "./phoneLink.ts";
import { createMemoryStore, createTestPhoneServer, type TestPhoneServer, testCrypto } from "./testPhoneServer.ts";

const signal = new AbortController().signal;

async function pairWith(server: TestPhoneServer, store = createMemoryStore()) {
  server.decide("confirm");
  await pairPhone(
    { ask: server.ask, crypto: testCrypto(), store, now: Date.now },
    { proof: { kind: "code", code: "123456" }, name: "Pixel", signal, tell: () => undefined },
  );
  return store;
}

/** The door of a server that lets in whoever it paired. */
function openerTo(server: TestPhoneServer, store: ReturnType<typeof createMemoryStore>) {
  const proofs: PhoneProof[] = [];
  const openSocket = vi.fn(async (_: AbortSignal, proof: PhoneProof): Promise<LinkOpening> => {
    proofs.push(proof);
    return (await server.isProofOfPaired(proof))
      ? { kind: "opened", link: createFakeLink(), wasToldToLeave: () => false }
      : { kind: "refused", reason: "no-credential" };
  });
  const crypto = testCrypto();
  const open = createPhoneLinkOpener({ crypto, store, ask: server.ask, openSocket });
  return { open, openSocket, proofs, crypto };
}

describe("a paired phone connecting", () => {
  test("proves itself afresh every time", async () => {
    const server = await createTestPhoneServer();
    const { open, proofs } = openerTo(server, await pairWith(server));
    expect((await open(signal)).kind).toBe("opened");
    expect((await open(signal)).kind).toBe("opened");
    const [first, second] = proofs;
    expect(first?.nonce).not.toBe(second?.nonce);
    expect(first && (await server.isProofOfPaired(first))).toBe(false);
  });

  test("signs nothing and opens nothing for a server that cannot prove itself", async () => {
    const store = await pairWith(await createTestPhoneServer());
    const stranger = await createTestPhoneServer();
    // It even knows the phone's id and key.
    for (const { phone, phoneKey } of store.kept.values())
      stranger.phones.set(phone, { publicKey: phoneKey, isRevoked: false });
    const { open, openSocket, crypto } = openerTo(stranger, store);
    const sign = vi.spyOn(crypto, "sign");
    expect(await open(signal)).toEqual({ kind: "refused", reason: "other-server" });
    expect(openSocket).not.toHaveBeenCalled();
    expect(stranger.received).toHaveLength(1);
    expect(sign).not.toHaveBeenCalled();
    expect(stranger.received.map(({ body }) => Object.keys(body).toSorted())).toEqual([["nonce", "phone"]]);
    expect(store.kept.size).toBe(1);
  });

  test("uses the pairing whose server answers, where this address had several", async () => {
    const [old, now] = [await createTestPhoneServer(), await createTestPhoneServer()];
    const store = await pairWith(now, await pairWith(old));
    expect((await openerTo(old, store).open(signal)).kind).toBe("opened");
    expect((await openerTo(now, store).open(signal)).kind).toBe("opened");
    expect(store.kept.size).toBe(2);
  });

  test("says that it was removed, and keeps its key", async () => {
    const server = await createTestPhoneServer();
    const store = await pairWith(server);
    for (const phone of server.phones.values()) phone.isRevoked = true;
    expect(await openerTo(server, store).open(signal)).toEqual({ kind: "refused", reason: "revoked" });
    expect(store.kept.size).toBe(1);
  });

  test("is not taken for removed because its challenge was lost on the way", async () => {
    const server = await createTestPhoneServer();
    const { open, openSocket, proofs } = openerTo(server, await pairWith(server));
    openSocket.mockResolvedValueOnce({ kind: "refused", reason: "no-credential" });
    expect((await open(signal)).kind).toBe("opened");
    expect(openSocket).toHaveBeenCalledTimes(2);
    expect(openSocket.mock.calls[0]?.[1].nonce).not.toBe(proofs[0]?.nonce);
  });

  test("asks nobody without a pairing, without WebCrypto, or without storage", async () => {
    const server = await createTestPhoneServer();
    const store = createMemoryStore();
    const { open, openSocket } = openerTo(server, store);
    expect(await open(signal)).toEqual({ kind: "refused", reason: "not-paired" });
    const insecure = createPhoneLinkOpener({ crypto: null, store, ask: server.ask, openSocket });
    expect(await insecure(signal)).toEqual({ kind: "refused", reason: "insecure" });
    const denied = { ...store, list: async () => Promise.reject(new DOMException("no", "SecurityError")) };
    const forgetful = createPhoneLinkOpener({ crypto: testCrypto(), store: denied, ask: server.ask, openSocket });
    expect(await forgetful(signal)).toEqual({ kind: "refused", reason: "no-storage" });
    expect(server.received).toEqual([]);
  });

  test.each([
    [{ kind: "unreachable" }, { kind: "failed", cause: "unreachable" }],
    [{ kind: "unreadable" }, { kind: "failed", cause: "faulty" }],
    [
      { kind: "refusal", code: "RATE_LIMITED", retryAfterMs: 9000 },
      { kind: "failed", cause: "limited", retryAfterMs: 9000 },
    ],
    [
      { kind: "refusal", code: "TOO_MANY_CONNECTIONS" },
      { kind: "failed", cause: "busy" },
    ],
  ] as const)("tries again later after %o", async (answer, opening) => {
    const server = await createTestPhoneServer();
    const { open } = openerTo(server, await pairWith(server));
    server.answerNext("/auth/phone/challenge", answer);
    expect(await open(signal)).toEqual(opening);
  });
});
