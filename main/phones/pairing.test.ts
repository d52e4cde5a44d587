import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { from, openTestPhones, type TestPhones } from "./phonesTestKit.ts";
import { createTestPhone } from "./testPhone.ts";

const minute = 60_000;

describe("pairing", () => {
  let house: TestPhones;
  beforeEach(async () => {
    house = await openTestPhones();
  });
  afterEach(() => house[Symbol.asyncDispose]());

  it("invites by name, by address and by six digits, the secret in the fragment alone", async () => {
    const offer = await house.phones.pairing.offer(["watch", "steer"]);
    const link = new URL(offer.link);
    expect(link.origin).toBe("https://deck.local:8766");
    expect([link.pathname, link.search]).toEqual(["/", ""]);
    const secret = link.hash.replace("#pair=", "");
    expect(Buffer.from(secret, "base64url").length * 8).toBeGreaterThanOrEqual(128);
    expect(offer.addressLinks).toEqual([`https://192.168.1.7:8766/#pair=${secret}`]);
    expect(offer.code).toMatch(/^\d{6}$/);
    expect(offer.expiresAt).toBe(house.now + 5 * minute);
    expect((await house.pairingState()).offers).toEqual([offer]);
  });

  it("invites nobody while no phone could come", async () => {
    for (const status of [{ kind: "off" }, { kind: "opening" }] as const) {
      house.relay = status;
      await expect(house.phones.pairing.offer(["watch"])).rejects.toMatchObject({ code: "RELAY_OFF" });
    }
  });

  it("shows both sides the same words, and lets the phone in when the desktop confirms", async () => {
    const phone = await createTestPhone();
    const offer = await house.phones.pairing.offer(["watch", "approve"]);
    const secret = new URL(offer.link).hash.replace("#pair=", "");
    const begun = await house.door.begin({
      proof: { kind: "secret", secret },
      publicKey: phone.publicKey,
      commitment: phone.commitment,
      name: "My\u001b[31m phone\u202e\n",
    });
    expect(await house.pairingState()).toEqual({ offers: [], requests: [], lastEnd: null });
    const { words } = await house.phones.door.reveal({ request: begun.request, nonce: phone.nonce });
    const { requests } = await house.pairingState();
    expect(requests).toEqual([
      {
        id: offer.id,
        name: "My [31m phone",
        label: "Safari on iPhone",
        address: "192.168.1.20",
        words,
        scopes: ["watch", "approve"],
        expiresAt: house.now + 5 * minute,
      },
    ]);
    expect(JSON.stringify(requests)).not.toContain(begun.request);
    const outcome = house.phones.door.wait({ request: begun.request }, new AbortController().signal);
    const confirmed = await house.phones.pairing.confirm(offer.id, "Mei’s phone", ["watch"]);
    expect(await outcome).toEqual({ kind: "paired", phone: confirmed.id, name: "Mei’s phone", scopes: ["watch"] });
    expect(await house.phones.list()).toEqual([
      {
        id: confirmed.id,
        name: "Mei’s phone",
        label: "Safari on iPhone",
        scopes: ["watch"],
        pairedAt: house.now,
        lastSeenAt: null,
        lastAddress: null,
        connections: 0,
        hasPush: false,
      },
    ]);
    await expect(house.phones.pairing.confirm(offer.id, "Again", ["watch"])).rejects.toMatchObject({
      code: "PAIRING_ENDED",
    });
  });

  it("gives the phone the words that it works out itself", async () => {
    const { words, told } = await house.pair();
    expect(told).toEqual(words);
  });

  it("takes an offer once, also from two who try in the same moment", async () => {
    const { code } = await house.phones.pairing.offer(["watch"]);
    const tries = await Promise.allSettled(
      [await createTestPhone(), await createTestPhone()].map((phone) => phone.pair(house.door, { kind: "code", code })),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(tries.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "PAIRING_ENDED" } });
    expect((await house.pairingState()).requests).toHaveLength(1);
  });

  it("ends the offer at the fifth wrong code, whatever is shown after it", async () => {
    const { id, code } = await house.phones.pairing.offer(["watch"]);
    const phone = await createTestPhone();
    const wrong = code === "000000" ? "000001" : "000000";
    for (let count = 0; count < 5; count += 1) {
      expect((await house.pairingState()).offers).toHaveLength(1);
      await expect(phone.pair(house.door, { kind: "code", code: wrong })).rejects.toMatchObject({
        code: "PAIRING_CODE_WRONG",
      });
    }
    expect(await house.pairingState()).toEqual({
      offers: [],
      requests: [],
      lastEnd: { offer: id, reason: "too-many-wrong-codes" },
    });
    await expect(phone.pair(house.door, { kind: "code", code })).rejects.toMatchObject({ code: "PAIRING_ENDED" });
    await expect(phone.pair(house.door, { kind: "code", code: wrong })).rejects.toMatchObject({
      code: "PAIRING_CODE_WRONG",
    });
  });

  it("ends an offer after five minutes, and one that a new one replaces", async () => {
    const first = await house.phones.pairing.offer(["watch"]);
    const second = await house.phones.pairing.offer(["watch"]);
    expect(await house.pairingState()).toMatchObject({
      offers: [{ id: second.id }],
      lastEnd: { offer: first.id, reason: "withdrawn" },
    });
    house.now += 5 * minute;
    expect(await house.pairingState()).toMatchObject({ offers: [], lastEnd: { offer: second.id, reason: "expired" } });
    const phone = await createTestPhone();
    await expect(phone.pair(house.door, { kind: "code", code: second.code })).rejects.toMatchObject({
      code: "PAIRING_ENDED",
    });
  });

  it("tells followers when time is up, without being asked", async () => {
    vi.useFakeTimers({ now: house.now, toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { id } = await house.phones.pairing.offer(["watch"]);
      const states = house.phones.pairing.changes()[Symbol.asyncIterator]();
      expect((await states.next()).value).toMatchObject({ offers: [{ id }] });
      const next = states.next();
      house.now += 5 * minute;
      await vi.advanceTimersByTimeAsync(5 * minute + 1);
      expect((await next).value).toMatchObject({ offers: [], lastEnd: { offer: id, reason: "expired" } });
    } finally {
      vi.useRealTimers();
    }
  });

  it("turns away a phone that is rejected, withdrawn, late, or shows another nonce than it committed to", async () => {
    const begin = async () => {
      const phone = await createTestPhone();
      const { id, code } = await house.phones.pairing.offer(["watch"]);
      return { id, ...(await phone.pair(house.door, { kind: "code", code })) };
    };
    const outcome = (request: string) => house.phones.door.wait({ request }, new AbortController().signal);
    const rejected = await begin();
    house.phones.pairing.reject(rejected.id);
    expect(await outcome(rejected.request)).toEqual({ kind: "rejected" });
    const withdrawn = await begin();
    house.phones.pairing.withdraw(withdrawn.id);
    expect(await outcome(withdrawn.request)).toEqual({ kind: "rejected" });
    expect((await house.pairingState()).lastEnd).toEqual({ offer: withdrawn.id, reason: "withdrawn" });
    const late = await begin();
    house.now += 5 * minute;
    expect(await outcome(late.request)).toEqual({ kind: "expired" });
    await expect(house.phones.pairing.confirm(late.id, "Late", ["watch"])).rejects.toMatchObject({
      code: "PAIRING_ENDED",
    });
    const cheating = await begin();
    const other = await createTestPhone();
    await expect(house.phones.door.reveal({ request: cheating.request, nonce: other.nonce })).rejects.toMatchObject({
      code: "PAIRING_ENDED",
    });
    expect(await outcome(cheating.request)).toEqual({ kind: "rejected" });
    expect(await outcome("nobody")).toEqual({ kind: "expired" });
    expect(await house.phones.list()).toEqual([]);
  });

  it("lets the phone wait while its confirmation is written, and takes one confirmation alone", async () => {
    const phone = await createTestPhone();
    const { id, code } = await house.phones.pairing.offer(["watch"]);
    const { request } = await phone.pair(house.door, { kind: "code", code });
    const decisions = ["First", "Second"].map((name) => house.phones.pairing.confirm(id, name, ["watch"]));
    const outcome = house.door.wait({ request });
    house.now += 5 * minute;
    expect((await Promise.allSettled(decisions)).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await outcome).toMatchObject({ kind: "paired", name: "First" });
    expect(await house.phones.list()).toMatchObject([{ name: "First" }]);
  });

  it("confirms nobody before there are words to compare", async () => {
    const phone = await createTestPhone();
    const { id, code } = await house.phones.pairing.offer(["watch"]);
    await house.phones.door.begin(
      { proof: { kind: "code", code }, publicKey: phone.publicKey, commitment: phone.commitment, name: "Hasty" },
      from,
    );
    await expect(house.phones.pairing.confirm(id, "Hasty", ["watch"])).rejects.toMatchObject({ code: "PAIRING_ENDED" });
  });

  it("never pairs a key twice, not even a revoked one or the same key spelled otherwise", async () => {
    const phone = await house.pair();
    await house.phones.revoke(phone.id);
    await house.restart();
    const { code } = await house.phones.pairing.offer(["watch"]);
    const again = (publicKey: string) =>
      house.phones.door.begin(
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
    expect((await house.pairingState()).offers).toHaveLength(1);
  });
});
