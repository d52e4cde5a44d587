import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { phoneTranscript } from "#shared/pairing/transcripts.ts";
import { databaseFileName } from "../storage/openDatabase.ts";
import { challengeLastsMs, challengesPerPhone } from "./challenges.ts";
import type { PhoneDoor } from "./contract.ts";
import { identitySecret } from "./identity.ts";
import { openTestPhones, type TestPhones } from "./phonesTestKit.ts";
import { createTestPhone } from "./testPhone.ts";

const minute = 60_000;

describe("a paired phone", () => {
  let house: TestPhones;
  beforeEach(async () => {
    house = await openTestPhones();
  });
  afterEach(() => house[Symbol.asyncDispose]());

  it("comes in with a proof, also after a restart; the server keeps its own key", async () => {
    const phone = await house.pair(["watch", "steer"]);
    expect(await house.phones.door.authenticate(await phone.proof())).toEqual({
      kind: "phone",
      label: "Mei's phone",
      scopes: ["watch", "steer"],
      credentialId: phone.id,
    });
    await house.restart();
    expect(await house.phones.door.authenticate(await phone.proof())).toMatchObject({ credentialId: phone.id });
    expect([...house.secrets.keys()]).toEqual([identitySecret]);
  });

  it("uses a challenge once, within a minute, and only its own", async () => {
    const phone = await house.pair();
    const other = await house.pair();
    const proof = await phone.proof();
    expect(await house.phones.door.authenticate({ ...proof, phone: other.id })).toBeNull();
    expect(await house.phones.door.authenticate(proof)).toBeNull();
    const again = await phone.proof();
    expect(await house.phones.door.authenticate(again)).not.toBeNull();
    expect(await house.phones.door.authenticate(again)).toBeNull();
    const late = await phone.proof();
    house.now += challengeLastsMs;
    expect(await house.phones.door.authenticate(late)).toBeNull();
  });

  it("learns after being revoked that this is its server, which does not let it in", async () => {
    const phone = await house.pair();
    await house.phones.revoke(phone.id);
    // `proof` rejects where the server does not prove itself.
    expect(await house.phones.door.authenticate(await phone.proof())).toBeNull();
    await house.restart();
    expect(await house.phones.door.authenticate(await phone.proof())).toBeNull();
  });

  it("gets nowhere with a signature by another key, for another purpose or for another server", async () => {
    const phone = await house.pair();
    const stranger = await createTestPhone();
    const otherServer = {
      challenge: async (asked: Parameters<PhoneDoor["challenge"]>[0]) => {
        const { nonce } = await house.phones.door.challenge(asked);
        return { nonce, signature: await stranger.sign("quarterdeck server proof 1") };
      },
    };
    await expect(phone.prove(otherServer, phone.id, phone.serverKey)).rejects.toThrow("another server answers");
    const sign = async (by: typeof stranger, change: object) => {
      const phoneNonce = stranger.nonce;
      const { nonce } = await house.phones.door.challenge({ phone: phone.id, nonce: phoneNonce });
      const given = {
        phone: phone.id,
        phoneKey: phone.publicKey,
        serverKey: phone.serverKey,
        phoneNonce,
        serverNonce: nonce,
      };
      const signature = await by.sign(phoneTranscript({ ...given, ...change }));
      return await house.phones.door.authenticate({ phone: phone.id, nonce, signature });
    };
    expect(await sign({ ...stranger, sign: phone.sign }, {})).not.toBeNull();
    expect(await sign(stranger, {})).toBeNull();
    expect(await sign({ ...stranger, sign: phone.sign }, { serverKey: stranger.publicKey })).toBeNull();
    const { nonce, signature } = await house.phones.door.challenge({ phone: phone.id, nonce: stranger.nonce });
    expect(await house.phones.door.authenticate({ phone: phone.id, nonce, signature })).toBeNull();
  });

  it("answers for phones that nobody paired alike, and remembers nothing of them", async () => {
    const phone = await house.pair();
    const proof = await phone.proof();
    for (let count = 0; count < 3 * challengesPerPhone; count += 1)
      expect(await house.phones.door.challenge({ phone: crypto.randomUUID(), nonce: phone.nonce })).toEqual({
        nonce: expect.stringMatching(/^[\w-]{43}$/),
        signature: expect.stringMatching(/^[\w-]{86}$/),
      });
    expect(await house.phones.door.authenticate(proof)).not.toBeNull();
  });

  it("is refused at once when it is revoked, and its connections are told to end", async () => {
    const phone = await house.pair();
    const proof = await phone.proof();
    const changed: string[] = [];
    house.phones.onChanged((id) => changed.push(id));
    const revoked = house.phones.revoke(phone.id);
    expect(changed).toEqual([phone.id]);
    expect(await house.phones.door.authenticate(proof)).toBeNull();
    expect(() => house.phones.connected(phone.id, "192.168.1.20")).toThrow(
      expect.objectContaining({ code: "UNAUTHENTICATED" }),
    );
    await revoked;
    expect(await house.phones.list()).toEqual([]);
    await expect(house.phones.revoke(phone.id)).rejects.toMatchObject({ code: "PHONE_NOT_FOUND" });
    await house.restart();
    expect(await house.phones.door.authenticate(await phone.proof().catch(() => proof))).toBeNull();
    expect(await house.phones.list()).toEqual([]);
  });

  it("gets other permissions at once; a new name alone ends nothing", async () => {
    const phone = await house.pair(["watch"]);
    const changed: string[] = [];
    house.phones.onChanged((id) => changed.push(id));
    await house.phones.update(phone.id, { name: "Old phone" });
    await house.phones.update(phone.id, { scopes: ["watch"] });
    expect(changed).toEqual([]);
    await house.phones.update(phone.id, { scopes: ["watch", "admin"] });
    expect(changed).toEqual([phone.id]);
    await house.restart();
    expect(await house.phones.door.authenticate(await phone.proof())).toMatchObject({
      label: "Old phone",
      scopes: ["watch", "admin"],
    });
  });

  it("has its connections ended by each of two changes made at once, the one that takes back included", async () => {
    const phone = await house.pair(["watch"]);
    const changed: string[] = [];
    house.phones.onChanged((id) => changed.push(id));
    await Promise.all([
      house.phones.update(phone.id, { scopes: ["watch", "admin"] }),
      house.phones.update(phone.id, { scopes: ["watch"] }),
    ]);
    expect(changed).toEqual([phone.id, phone.id]);
  });

  it("is counted while it is connected, up to its limit, and its last visit is kept", async () => {
    const { id } = await house.pair();
    const changes = house.phones.changes()[Symbol.asyncIterator]();
    expect((await changes.next()).value).toMatchObject([{ connections: 0, lastSeenAt: null }]);
    house.now += minute;
    const leave = [house.phones.connected(id, "10.0.0.1"), house.phones.connected(id, "10.0.0.2")];
    expect(() => house.phones.connected(id, "10.0.0.3")).toThrow(
      expect.objectContaining({ code: "TOO_MANY_CONNECTIONS" }),
    );
    expect((await changes.next()).value).toMatchObject([{ connections: 2, lastAddress: "10.0.0.2" }]);
    house.now += minute;
    for (const end of [...leave, ...leave]) end();
    house.phones.setPush(id, true);
    expect((await changes.next()).value).toMatchObject([{ connections: 0, lastSeenAt: house.now, hasPush: true }]);
    await house.restart();
    expect(await house.phones.list()).toMatchObject([
      { connections: 0, lastSeenAt: house.now, lastAddress: "10.0.0.2" },
    ]);
  });

  it("leaves no secret in the database", async () => {
    const phone = await createTestPhone();
    const { id, code, link } = await house.phones.pairing.offer(["watch"]);
    const { request } = await phone.pair(house.door, { kind: "code", code });
    await house.phones.pairing.confirm(id, "Mei", ["watch"]);
    await house.close();
    const onDisk = await readFile(join(house.dataFolder, databaseFileName), "latin1");
    expect(onDisk).toContain(phone.publicKey);
    const d = JSON.parse(house.secrets.get(identitySecret) ?? "{}").d;
    for (const secret of [new URL(link).hash.slice(6), request, d]) expect(onDisk).not.toContain(secret);
  });
});
