import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSignedBy } from "#main/phones/proofs.ts";
import { createTestPhone } from "#main/phones/testPhone.ts";
import { phoneTranscript, serverTranscript } from "#shared/pairing/transcripts.ts";
import { type House, openHouse, type PairedTestPhone } from "./house.ts";
import { openSocket, send } from "./ways.ts";

/** A link that makes the client send its credentials elsewhere (CVE-2026-25253): what one server gets is worth nothing at another. */
describe("a phone that is led to another server", () => {
  let own: House;
  let other: House;
  let phone: PairedTestPhone;
  beforeAll(async () => {
    [own, other] = await Promise.all([openHouse(), openHouse()]);
    phone = await own.pairPhone(["watch"]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([own[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
  });
  const challengeOf = async (house: House, nonce: string) => {
    const json = { phone: phone.id, nonce };
    const { json: challenge } = await send(house.network, "/auth/phone/challenge", { method: "POST", json });
    return challenge as { nonce: string; signature: string };
  };

  it("sees that it is another one before it has signed anything", async () => {
    const challenge = (asked: { nonce: string }) => challengeOf(other, asked.nonce);
    await expect(phone.prove({ challenge }, phone.id, phone.serverKey)).rejects.toThrow("another server");
    const challenged = (asked: { nonce: string }) => challengeOf(own, asked.nonce);
    expect(await phone.prove({ challenge: challenged }, phone.id, phone.serverKey)).toMatchObject({ phone: phone.id });
  });

  it("gives a server nothing that another one takes: what is signed names both keys", async () => {
    const stranger = await other.pairPhone(["watch"]);
    const phoneNonce = phone.nonce;
    const { nonce: serverNonce } = await challengeOf(own, phoneNonce);
    const given = {
      phone: phone.id,
      phoneKey: phone.publicKey,
      serverKey: stranger.serverKey,
      phoneNonce,
      serverNonce,
    };
    const forOther = { phone: phone.id, nonce: serverNonce, signature: await phone.sign(phoneTranscript(given)) };
    expect((await openSocket(own.network, { phone: forOther })).code).toBe("UNAUTHENTICATED");
    expect((await openSocket(other.network, { phone: await phone.proof() })).code).toBe("UNAUTHENTICATED");
  });

  it("cannot be answered with a proof that was made for another phone, another nonce or another purpose", async () => {
    const phoneNonce = phone.nonce;
    const { nonce: serverNonce, signature } = await challengeOf(own, phoneNonce);
    const given = { phone: phone.id, phoneKey: phone.publicKey, serverKey: phone.serverKey, phoneNonce, serverNonce };
    expect(await isSignedBy(phone.serverKey, serverTranscript(given), signature)).toBe(true);
    const another = await createTestPhone();
    for (const change of [
      { phone: crypto.randomUUID() },
      { phoneKey: another.publicKey },
      { phoneNonce: another.nonce },
      { serverNonce: another.nonce },
    ])
      expect(await isSignedBy(phone.serverKey, serverTranscript({ ...given, ...change }), signature)).toBe(false);
    expect(await isSignedBy(phone.serverKey, phoneTranscript(given), signature)).toBe(false);
  });

  it("does not reach it over TLS either: each machine has an authority of its own", async () => {
    const misled = { ...own.network, port: other.network.port };
    await expect(send(misled, "/healthz")).rejects.toThrow(/certificate|signature|issuer/i);
  });

  it("finds another machine's tokens, logins and codes to be nobody's", async () => {
    const { token } = await own.createToken(["admin"]);
    for (const way of other.ways) {
      expect((await send(way, "/api/v1/me", { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
      expect((await openSocket(way, { token })).code).toBe("UNAUTHENTICATED");
    }
    const json = { code: own.loginCode };
    expect((await send(other.machine, "/auth/login", { method: "POST", json })).status).toBe(401);
    expect((await send(own.machine, "/auth/login", { method: "POST", json })).status).toBe(200);
  });

  it("gets a page that can connect to where it came from and nowhere else", async () => {
    for (const way of own.ways) {
      const { headers, text } = await send(way, "/?server=https://evil.com&url=wss://evil.com&token=x");
      const policy = String(headers["content-security-policy"])
        .split(";")
        .map((rule) => rule.trim());
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "connect-src 'self'",
          "form-action 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy.find((rule) => rule.startsWith("script-src"))).toBe("script-src 'self'");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(text).not.toContain("evil.com");
    }
  });
});
