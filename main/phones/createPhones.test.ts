import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PairingState } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import { phoneTranscript } from "#shared/pairing/transcripts.ts";
import { Scope } from "../core/scope.ts";
import { silentLog } from "../observability/log.ts";
import { databaseFileName, openDatabase } from "../storage/openDatabase.ts";
import { challengeLastsMs, challengesPerPhone } from "./challenges.ts";
import type { Phones } from "./contract.ts";
import { createPhones } from "./createPhones.ts";
import { identitySecret } from "./identity.ts";
import { createTestPhone } from "./testPhone.ts";

const minute = 60_000;
const from = { address: "192.168.1.20", label: "Safari on iPhone" };
const open: RelayStatus = {
  kind: "open",
  since: 0,
  port: 8766,
  url: "https://deck.local:8766",
  addressUrls: ["https://192.168.1.7:8766"],
  trustUrl: null,
  certificate: {
    kind: "own-authority",
    names: [],
    issuer: "",
    validFrom: 0,
    validTo: 0,
    fingerprint: "",
    authorityFingerprint: null,
  },
  announcement: { kind: "announced", name: "deck" },
  connections: 0,
};

describe("phones", () => {
  let scope: Scope;
  let dataFolder: string;
  let now: number;
  let relay: RelayStatus;
  let secrets: Map<string, string>;
  let phones: Phones;
  const start = async (): Promise<Phones> => {
    const { database } = scope.use(openDatabase({ dataFolder, log: silentLog }));
    return scope.use(
      await createPhones({
        database,
        log: silentLog,
        secrets: async () => ({
          get: async (name) => secrets.get(name) ?? null,
          set: async (name, value) => secrets.set(name, value),
        }),
        relay: () => relay,
        connectionsPerPhone: () => 2,
        now: () => now,
      }),
    );
  };
  const restart = async (): Promise<void> => {
    await scope[Symbol.asyncDispose]();
    scope = new Scope();
    phones = await start();
  };
  const door = () => ({
    begin: (request: Parameters<Phones["door"]["begin"]>[0]) => phones.door.begin(request, from),
    reveal: phones.door.reveal,
    challenge: phones.door.challenge,
  });
  const pairingState = async (): Promise<PairingState> => {
    for await (const state of phones.pairing.changes()) return state;
    throw new Error("no state");
  };
  /** A phone that went through all of it. */
  const paired = async (scopes: readonly Permission[] = ["watch"]) => {
    const phone = await createTestPhone();
    const { id, code } = await phones.pairing.offer(["watch", "admin"]);
    const begun = await phone.pair(door(), { kind: "code", code });
    const { id: phoneId } = await phones.pairing.confirm(id, "Mei's phone", scopes);
    return { ...phone, id: phoneId, ...begun, proof: () => phone.prove(door(), phoneId, begun.serverKey) };
  };

  beforeEach(async () => {
    scope = new Scope();
    now = 1_000_000_000_000;
    relay = open;
    secrets = new Map();
    dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-phones-"));
    phones = await start();
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    await rm(dataFolder, { recursive: true, force: true });
  });

  describe("pairing", () => {
    it("invites by name, by address and by six digits, the secret in the fragment alone", async () => {
      const offer = await phones.pairing.offer(["watch", "steer"]);
      const link = new URL(offer.link);
      expect(link.origin).toBe("https://deck.local:8766");
      expect([link.pathname, link.search]).toEqual(["/", ""]);
      const secret = link.hash.replace("#pair=", "");
      expect(Buffer.from(secret, "base64url").length * 8).toBeGreaterThanOrEqual(128);
      expect(offer.addressLinks).toEqual([`https://192.168.1.7:8766/#pair=${secret}`]);
      expect(offer.code).toMatch(/^\d{6}$/);
      expect(offer.expiresAt).toBe(now + 5 * minute);
      expect((await pairingState()).offers).toEqual([offer]);
    });

    it("invites nobody while no phone could come", async () => {
      for (const status of [{ kind: "off" }, { kind: "opening" }] as const) {
        relay = status;
        await expect(phones.pairing.offer(["watch"])).rejects.toMatchObject({ code: "RELAY_OFF" });
      }
    });

    it("shows both sides the same words, and lets the phone in when the desktop confirms", async () => {
      const phone = await createTestPhone();
      const offer = await phones.pairing.offer(["watch", "approve"]);
      const secret = new URL(offer.link).hash.replace("#pair=", "");
      const begun = await door().begin({
        proof: { kind: "secret", secret },
        publicKey: phone.publicKey,
        commitment: phone.commitment,
        name: "My\u001b[31m phone\u202e\n",
      });
      expect(await pairingState()).toEqual({ offers: [], requests: [], lastEnd: null });
      const { words } = await phones.door.reveal({ request: begun.request, nonce: phone.nonce });
      const { requests } = await pairingState();
      expect(requests).toEqual([
        {
          id: offer.id,
          name: "My [31m phone",
          label: "Safari on iPhone",
          address: "192.168.1.20",
          words,
          scopes: ["watch", "approve"],
          expiresAt: now + 5 * minute,
        },
      ]);
      expect(JSON.stringify(requests)).not.toContain(begun.request);
      const outcome = phones.door.wait({ request: begun.request }, new AbortController().signal);
      const confirmed = await phones.pairing.confirm(offer.id, "Mei’s phone", ["watch"]);
      expect(await outcome).toEqual({ kind: "paired", phone: confirmed.id, name: "Mei’s phone", scopes: ["watch"] });
      expect(await phones.list()).toEqual([
        {
          id: confirmed.id,
          name: "Mei’s phone",
          label: "Safari on iPhone",
          scopes: ["watch"],
          pairedAt: now,
          lastSeenAt: null,
          lastAddress: null,
          connections: 0,
          hasPush: false,
        },
      ]);
      await expect(phones.pairing.confirm(offer.id, "Again", ["watch"])).rejects.toMatchObject({
        code: "PAIRING_ENDED",
      });
    });

    it("gives the phone the words that it works out itself", async () => {
      const { words, told } = await paired();
      expect(told).toEqual(words);
    });

    it("takes an offer once, also from two who try in the same moment", async () => {
      const { code } = await phones.pairing.offer(["watch"]);
      const tries = await Promise.allSettled(
        [await createTestPhone(), await createTestPhone()].map((phone) => phone.pair(door(), { kind: "code", code })),
      );
      expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(tries.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "PAIRING_ENDED" } });
      expect((await pairingState()).requests).toHaveLength(1);
    });

    it("ends the offer at the fifth wrong code, whatever is shown after it", async () => {
      const { id, code } = await phones.pairing.offer(["watch"]);
      const phone = await createTestPhone();
      const wrong = code === "000000" ? "000001" : "000000";
      for (let count = 0; count < 5; count += 1) {
        expect((await pairingState()).offers).toHaveLength(1);
        await expect(phone.pair(door(), { kind: "code", code: wrong })).rejects.toMatchObject({
          code: "PAIRING_CODE_WRONG",
        });
      }
      expect(await pairingState()).toEqual({
        offers: [],
        requests: [],
        lastEnd: { offer: id, reason: "too-many-wrong-codes" },
      });
      await expect(phone.pair(door(), { kind: "code", code })).rejects.toMatchObject({ code: "PAIRING_ENDED" });
      await expect(phone.pair(door(), { kind: "code", code: wrong })).rejects.toMatchObject({
        code: "PAIRING_CODE_WRONG",
      });
    });

    it("ends an offer after five minutes, and one that a new one replaces", async () => {
      const first = await phones.pairing.offer(["watch"]);
      const second = await phones.pairing.offer(["watch"]);
      expect(await pairingState()).toMatchObject({
        offers: [{ id: second.id }],
        lastEnd: { offer: first.id, reason: "withdrawn" },
      });
      now += 5 * minute;
      expect(await pairingState()).toMatchObject({ offers: [], lastEnd: { offer: second.id, reason: "expired" } });
      const phone = await createTestPhone();
      await expect(phone.pair(door(), { kind: "code", code: second.code })).rejects.toMatchObject({
        code: "PAIRING_ENDED",
      });
    });

    it("tells followers when time is up, without being asked", async () => {
      vi.useFakeTimers({ now, toFake: ["setTimeout", "clearTimeout"] });
      try {
        const { id } = await phones.pairing.offer(["watch"]);
        const states = phones.pairing.changes()[Symbol.asyncIterator]();
        expect((await states.next()).value).toMatchObject({ offers: [{ id }] });
        const next = states.next();
        now += 5 * minute;
        await vi.advanceTimersByTimeAsync(5 * minute + 1);
        expect((await next).value).toMatchObject({ offers: [], lastEnd: { offer: id, reason: "expired" } });
      } finally {
        vi.useRealTimers();
      }
    });

    it("turns away a phone that is rejected, withdrawn, late, or shows another nonce than it committed to", async () => {
      const begin = async () => {
        const phone = await createTestPhone();
        const { id, code } = await phones.pairing.offer(["watch"]);
        return { id, ...(await phone.pair(door(), { kind: "code", code })) };
      };
      const outcome = (request: string) => phones.door.wait({ request }, new AbortController().signal);
      const rejected = await begin();
      phones.pairing.reject(rejected.id);
      expect(await outcome(rejected.request)).toEqual({ kind: "rejected" });
      const withdrawn = await begin();
      phones.pairing.withdraw(withdrawn.id);
      expect(await outcome(withdrawn.request)).toEqual({ kind: "rejected" });
      expect((await pairingState()).lastEnd).toEqual({ offer: withdrawn.id, reason: "withdrawn" });
      const late = await begin();
      now += 5 * minute;
      expect(await outcome(late.request)).toEqual({ kind: "expired" });
      await expect(phones.pairing.confirm(late.id, "Late", ["watch"])).rejects.toMatchObject({ code: "PAIRING_ENDED" });
      const cheating = await begin();
      const other = await createTestPhone();
      await expect(phones.door.reveal({ request: cheating.request, nonce: other.nonce })).rejects.toMatchObject({
        code: "PAIRING_ENDED",
      });
      expect(await outcome(cheating.request)).toEqual({ kind: "rejected" });
      expect(await outcome("nobody")).toEqual({ kind: "expired" });
      expect(await phones.list()).toEqual([]);
    });

    it("confirms nobody before there are words to compare", async () => {
      const phone = await createTestPhone();
      const { id, code } = await phones.pairing.offer(["watch"]);
      await phones.door.begin(
        { proof: { kind: "code", code }, publicKey: phone.publicKey, commitment: phone.commitment, name: "Hasty" },
        from,
      );
      await expect(phones.pairing.confirm(id, "Hasty", ["watch"])).rejects.toMatchObject({ code: "PAIRING_ENDED" });
    });

    it("never pairs a key twice, not even a revoked one or the same key spelled otherwise", async () => {
      const phone = await paired();
      await phones.revoke(phone.id);
      await restart();
      const { code } = await phones.pairing.offer(["watch"]);
      const again = (publicKey: string) =>
        phones.door.begin(
          { proof: { kind: "code", code }, publicKey, commitment: phone.commitment, name: "Again" },
          from,
        );
      await expect(again(phone.publicKey)).rejects.toMatchObject({ code: "VALIDATION" });
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      const last = alphabet.indexOf(phone.publicKey.at(-1) ?? "");
      const sameBytes = phone.publicKey.slice(0, -1) + alphabet[last ^ 1];
      expect(Buffer.from(sameBytes, "base64url")).toEqual(Buffer.from(phone.publicKey, "base64url"));
      await expect(again(sameBytes)).rejects.toMatchObject({ code: "VALIDATION" });
      await expect(again(Buffer.alloc(65, 4).toString("base64url"))).rejects.toMatchObject({ code: "VALIDATION" });
      expect((await pairingState()).offers).toHaveLength(1);
    });
  });

  describe("a paired phone", () => {
    it("comes in with a proof, also after a restart; the server keeps its own key", async () => {
      const phone = await paired(["watch", "steer"]);
      expect(await phones.door.authenticate(await phone.proof())).toEqual({
        kind: "phone",
        label: "Mei's phone",
        scopes: ["watch", "steer"],
        credentialId: phone.id,
      });
      await restart();
      expect(await phones.door.authenticate(await phone.proof())).toMatchObject({ credentialId: phone.id });
      expect([...secrets.keys()]).toEqual([identitySecret]);
    });

    it("uses a challenge once, within a minute, and only its own", async () => {
      const phone = await paired();
      const other = await paired();
      const proof = await phone.proof();
      expect(await phones.door.authenticate({ ...proof, phone: other.id })).toBeNull();
      expect(await phones.door.authenticate(proof)).toBeNull();
      const again = await phone.proof();
      expect(await phones.door.authenticate(again)).not.toBeNull();
      expect(await phones.door.authenticate(again)).toBeNull();
      const late = await phone.proof();
      now += challengeLastsMs;
      expect(await phones.door.authenticate(late)).toBeNull();
    });

    it("gets nowhere with a signature by another key, for another purpose or for another server", async () => {
      const phone = await paired();
      const stranger = await createTestPhone();
      const otherServer = {
        challenge: async (asked: Parameters<Phones["door"]["challenge"]>[0]) => {
          const { nonce } = await phones.door.challenge(asked);
          return { nonce, signature: await stranger.sign("quarterdeck server proof 1") };
        },
      };
      await expect(phone.prove(otherServer, phone.id, phone.serverKey)).rejects.toThrow("another server answers");
      const sign = async (by: typeof stranger, change: object) => {
        const phoneNonce = stranger.nonce;
        const { nonce } = await phones.door.challenge({ phone: phone.id, nonce: phoneNonce });
        const given = {
          phone: phone.id,
          phoneKey: phone.publicKey,
          serverKey: phone.serverKey,
          phoneNonce,
          serverNonce: nonce,
        };
        const signature = await by.sign(phoneTranscript({ ...given, ...change }));
        return await phones.door.authenticate({ phone: phone.id, nonce, signature });
      };
      expect(await sign({ ...stranger, sign: phone.sign }, {})).not.toBeNull();
      expect(await sign(stranger, {})).toBeNull();
      expect(await sign({ ...stranger, sign: phone.sign }, { serverKey: stranger.publicKey })).toBeNull();
      const { nonce, signature } = await phones.door.challenge({ phone: phone.id, nonce: stranger.nonce });
      expect(await phones.door.authenticate({ phone: phone.id, nonce, signature })).toBeNull();
    });

    it("answers for phones that nobody paired alike, and remembers nothing of them", async () => {
      const phone = await paired();
      const proof = await phone.proof();
      for (let count = 0; count < 3 * challengesPerPhone; count += 1)
        expect(await phones.door.challenge({ phone: crypto.randomUUID(), nonce: phone.nonce })).toEqual({
          nonce: expect.stringMatching(/^[\w-]{43}$/),
          signature: expect.stringMatching(/^[\w-]{86}$/),
        });
      expect(await phones.door.authenticate(proof)).not.toBeNull();
    });

    it("is refused at once when it is revoked, and its connections are told to end", async () => {
      const phone = await paired();
      const proof = await phone.proof();
      const changed: string[] = [];
      phones.onChanged((id) => changed.push(id));
      const revoked = phones.revoke(phone.id);
      expect(changed).toEqual([phone.id]);
      expect(await phones.door.authenticate(proof)).toBeNull();
      expect(() => phones.connected(phone.id, "192.168.1.20")).toThrow(
        expect.objectContaining({ code: "UNAUTHENTICATED" }),
      );
      await revoked;
      expect(await phones.list()).toEqual([]);
      await expect(phones.revoke(phone.id)).rejects.toMatchObject({ code: "PHONE_NOT_FOUND" });
      await restart();
      expect(await phones.door.authenticate(await phone.proof().catch(() => proof))).toBeNull();
      expect(await phones.list()).toEqual([]);
    });

    it("gets other permissions at once; a new name alone ends nothing", async () => {
      const phone = await paired(["watch"]);
      const changed: string[] = [];
      phones.onChanged((id) => changed.push(id));
      await phones.update(phone.id, { name: "Old phone" });
      await phones.update(phone.id, { scopes: ["watch"] });
      expect(changed).toEqual([]);
      await phones.update(phone.id, { scopes: ["watch", "admin"] });
      expect(changed).toEqual([phone.id]);
      await restart();
      expect(await phones.door.authenticate(await phone.proof())).toMatchObject({
        label: "Old phone",
        scopes: ["watch", "admin"],
      });
    });

    it("is counted while it is connected, up to its limit, and its last visit is kept", async () => {
      const { id } = await paired();
      const changes = phones.changes()[Symbol.asyncIterator]();
      expect((await changes.next()).value).toMatchObject([{ connections: 0, lastSeenAt: null }]);
      now += minute;
      const leave = [phones.connected(id, "10.0.0.1"), phones.connected(id, "10.0.0.2")];
      expect(() => phones.connected(id, "10.0.0.3")).toThrow(expect.objectContaining({ code: "TOO_MANY_CONNECTIONS" }));
      expect((await changes.next()).value).toMatchObject([{ connections: 2, lastAddress: "10.0.0.2" }]);
      now += minute;
      for (const end of [...leave, ...leave]) end();
      phones.setPush(id, true);
      expect((await changes.next()).value).toMatchObject([{ connections: 0, lastSeenAt: now, hasPush: true }]);
      await restart();
      expect(await phones.list()).toMatchObject([{ connections: 0, lastSeenAt: now, lastAddress: "10.0.0.2" }]);
    });

    it("leaves no secret in the database", async () => {
      const phone = await createTestPhone();
      const { id, code, link } = await phones.pairing.offer(["watch"]);
      const { request } = await phone.pair(door(), { kind: "code", code });
      await phones.pairing.confirm(id, "Mei", ["watch"]);
      await scope[Symbol.asyncDispose]();
      scope = new Scope();
      const onDisk = await readFile(join(dataFolder, databaseFileName), "latin1");
      expect(onDisk).toContain(phone.publicKey);
      const d = JSON.parse(secrets.get(identitySecret) ?? "{}").d;
      for (const secret of [new URL(link).hash.slice(6), request, d]) expect(onDisk).not.toContain(secret);
    });
  });
});
