import { createPublicKey, X509Certificate } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { canonicalName } from "./addressBytes.ts";
import { day } from "./certificateTimes.ts";
import { openssl, startCertificates } from "./tlsTestKit.ts";

async function start(options: Parameters<typeof startCertificates>[0] = {}) {
  const kit = await startCertificates(options);
  onTestFinished(() => kit[Symbol.asyncDispose]());
  return kit;
}

const publicKeyOf = (pem: string) =>
  createPublicKey(new X509Certificate(pem).publicKey.export({ format: "pem", type: "spki" })).export({ format: "jwk" });

describe("the app's own certificate", () => {
  it("is believed by openssl, by name and by address, within the authority's limits", async () => {
    const { certificates, folder } = await start();
    const { chain } = await certificates.current();
    const name = await certificates.hostName();
    const authority = await certificates.authority();
    expect(name).toMatch(/^quarterdeck-[a-z0-9]{4,6}$/);
    const files = { leaf: join(folder, "leaf"), authority: join(folder, "authority") };
    await writeFile(files.leaf, chain);
    await writeFile(files.authority, authority?.pem ?? "");
    const verify = (...words: string[]) =>
      openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", files.authority, ...words, files.leaf);
    for (const host of [`${name}.local`, "localhost", "desk-7.home.arpa"]) {
      expect(verify("-verify_hostname", host)).toContain("OK");
    }
    for (const address of ["127.0.0.1", "192.168.7.20"]) expect(verify("-verify_ip", address)).toContain("OK");
    expect(() => verify("-verify_hostname", "example.com")).toThrow("hostname mismatch");
    expect(openssl("x509", "-in", files.authority, "-noout", "-ext", "nameConstraints")).toMatch(
      /critical\n\s+Permitted:\n\s+DNS:local\n/,
    );
  });

  it("is the same after a restart, with its keys in the keychain alone", async () => {
    const { certificates, folder, kept, open } = await start();
    const before = await certificates.current();
    const after = await open().current();
    expect(after).toEqual(before);
    expect([...kept.keys()].sort()).toEqual(["quarterdeck.tls-authority", "quarterdeck.tls-leaf"]);
    const files = await readdir(join(folder, "tls"));
    expect(files.sort()).toEqual(["authority.pem", "leaf.pem", "name"]);
    for (const file of files) {
      expect(await readFile(join(folder, "tls", file), "utf8")).not.toContain("PRIVATE KEY");
      expect((await stat(join(folder, "tls", file))).mode & 0o077).toBe(0);
    }
  });

  it("is made once when many ask at the same moment", async () => {
    const { certificates } = await start();
    const all = await Promise.all([1, 2, 3, 4].map(() => certificates.current()));
    expect(new Set(all.map(({ info }) => info.fingerprint)).size).toBe(1);
    expect(new Set(all.map(({ info }) => info.authorityFingerprint)).size).toBe(1);
  });

  it("lasts no longer than 90 days and is renewed when a third is left, under the same authority and key", async () => {
    const { certificates, state } = await start();
    const first = await certificates.current();
    expect(first.info.validTo - first.info.validFrom).toBe(90 * day);
    state.now = first.info.validTo - 31 * day;
    expect((await certificates.current()).info.fingerprint).toBe(first.info.fingerprint);
    state.now = first.info.validTo - 29 * day;
    const second = await certificates.current();
    expect(second.info.fingerprint).not.toBe(first.info.fingerprint);
    expect(second.info.authorityFingerprint).toBe(first.info.authorityFingerprint);
    expect(second.info.validTo).toBeGreaterThan(first.info.validTo);
    expect(publicKeyOf(second.chain)).toEqual(publicKeyOf(first.chain));
  });

  it("is renewed when the clock jumps back before its beginning, and forward past its end", async () => {
    const { certificates, state } = await start();
    const first = await certificates.current();
    state.now += 200 * day;
    const late = await certificates.current();
    expect(late.info.validFrom).toBeLessThan(state.now);
    expect(late.info.validTo).toBeGreaterThan(state.now);
    state.now -= 200 * day;
    const back = await certificates.current();
    expect(back.info.validFrom).toBeLessThanOrEqual(state.now);
    expect(back.info.validTo).toBeGreaterThan(state.now);
    expect(back.info.authorityFingerprint).toBe(first.info.authorityFingerprint);
  });

  it("keeps the authority that devices trust while the clock is plainly wrong", async () => {
    const { certificates, state } = await start();
    const { info } = await certificates.current();
    const { now } = state;
    state.now = 0;
    expect((await certificates.current()).info.authorityFingerprint).toBe(info.authorityFingerprint);
    state.now = now;
    const later = await certificates.current();
    expect(later.info.authorityFingerprint).toBe(info.authorityFingerprint);
    expect(later.info.validTo).toBeGreaterThan(now);
  });

  it("comes from a new authority before the old one ends", async () => {
    const { certificates, state } = await start();
    const { info } = await certificates.current();
    state.now += 3600 * day;
    const later = await certificates.current();
    expect(later.info.authorityFingerprint).not.toBe(info.authorityFingerprint);
    expect(later.info.validTo).toBeGreaterThan(state.now);
  });

  it("is renewed for an address that is new, and not for one that is gone", async () => {
    const { certificates, state } = await start();
    const first = await certificates.current();
    state.addresses = ["127.0.0.1"];
    expect((await certificates.current()).info.fingerprint).toBe(first.info.fingerprint);
    state.addresses = ["127.0.0.1", "10.1.2.3", "fd12::1", "fe80::1%eth0"];
    const second = await certificates.current();
    expect(second.info.names).toEqual(expect.arrayContaining(["10.1.2.3", "fd12::1", "fe80::1"]));
    expect(second.info.names).not.toContain("192.168.7.20");
  });

  it("leaves out an address that the authority may not vouch for, instead of becoming worthless", async () => {
    const { certificates, folder, state } = await start();
    await certificates.current();
    state.addresses = ["127.0.0.1", "10.1.2.3", "8.8.8.8", "2001:db8::1"];
    const { chain, info } = await certificates.current();
    expect(info.names).toContain("10.1.2.3");
    expect(info.names.map(canonicalName)).not.toContain(canonicalName("2001:db8::1"));
    expect(info.names).not.toContain("8.8.8.8");
    await writeFile(join(folder, "leaf"), chain);
    expect(openssl("verify", "-CAfile", join(folder, "tls", "authority.pem"), join(folder, "leaf"))).toContain("OK");
  });

  it("may carry the public addresses that the machine had when the authority was made", async () => {
    const { certificates, folder, state } = await start();
    state.addresses = ["127.0.0.1", "203.0.113.9", "2001:db8:1:2::3"];
    const { chain, info } = await certificates.current();
    expect(info.names).toEqual(expect.arrayContaining(["203.0.113.9", "2001:db8:1:2::3"]));
    await writeFile(join(folder, "leaf"), chain);
    const authority = join(folder, "tls", "authority.pem");
    for (const address of ["203.0.113.9", "2001:db8:1:2::3"]) {
      expect(openssl("verify", "-CAfile", authority, "-verify_ip", address, join(folder, "leaf"))).toContain("OK");
    }
  });

  it("is made anew, authority and all, when the keychain has lost the keys", async () => {
    const { certificates, kept, open } = await start();
    const before = await certificates.current();
    kept.clear();
    const after = await open().current();
    expect(after.info.authorityFingerprint).not.toBe(before.info.authorityFingerprint);
    const [leaf, authority] = after.chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
    expect(new X509Certificate(leaf ?? "").verify(new X509Certificate(authority ?? "").publicKey)).toBe(true);
  });

  it("keeps the authority when only the leaf is damaged", async () => {
    const { certificates, folder, open } = await start();
    const before = await certificates.current();
    await writeFile(join(folder, "tls", "leaf.pem"), "not a certificate");
    const after = await open().current();
    expect(after.info.authorityFingerprint).toBe(before.info.authorityFingerprint);
  });

  it("is the same again after the keychain was locked: no authority is made in its place", async () => {
    const kept = new Map<string, string>();
    let isLocked = true;
    const answer = <Value>(value: () => Value) => {
      if (isLocked) throw new AppError("KEYCHAIN_FAILED");
      return value();
    };
    const { certificates, open, state } = await start({
      secrets: async () => ({
        get: async (name) => answer(() => kept.get(name) ?? null),
        set: async (name, value) => answer(() => kept.set(name, value)),
      }),
    });
    await expect(certificates.current()).rejects.toMatchObject({ code: "KEYCHAIN_FAILED" });
    isLocked = false;
    const { info } = await certificates.current();
    isLocked = true;
    const afterRestart = open();
    await expect(afterRestart.current()).rejects.toMatchObject({ code: "KEYCHAIN_FAILED" });
    state.now = info.validTo;
    await expect(certificates.current()).rejects.toMatchObject({ code: "KEYCHAIN_FAILED" });
    isLocked = false;
    for (const again of [certificates, afterRestart]) {
      expect((await again.current()).info.authorityFingerprint).toBe(info.authorityFingerprint);
    }
  });
});

describe("the name of this machine", () => {
  it("stays, and follows the setting", async () => {
    const { certificates, configure, open } = await start();
    const name = await certificates.hostName();
    expect(await open().hostName()).toBe(name);
    configure({ name: "bridge" });
    expect(await certificates.hostName()).toBe("bridge");
    expect((await certificates.current()).info.names).toContain("bridge.local");
  });

  it("is chosen anew when the file is not one of ours", async () => {
    const { certificates, folder, open } = await start();
    await certificates.hostName();
    await writeFile(join(folder, "tls", "name"), "evil.example.com\n");
    expect(await open().hostName()).toMatch(/^quarterdeck-[a-z0-9]{5}$/);
  });
});

describe("onChange", () => {
  it("tells of new addresses, renewals and settings by itself, once each", async () => {
    const { certificates, configure, state } = await start();
    const { info } = await certificates.current();
    let count = 0;
    const listening = certificates.onChange(() => count++);
    state.addresses = ["127.0.0.1", "10.9.9.9"];
    await vi.waitFor(() => expect(count).toBe(1), 5000);
    state.now = info.validTo - 10 * day;
    await vi.waitFor(() => expect(count).toBe(2), 5000);
    configure({ name: "bridge" });
    await vi.waitFor(() => expect(count).toBe(3), 5000);
    listening[Symbol.dispose]();
    await certificates[Symbol.asyncDispose]();
  });

  it("looks at nothing while nobody listens", async () => {
    const watched = vi.fn(() => ["127.0.0.1"]);
    const clock = vi.fn(() => ["127.0.0.1"]);
    const [quiet, ticking] = [await start({ addresses: watched }), await start({ addresses: clock })];
    quiet.certificates.onChange(() => {})[Symbol.dispose]();
    await quiet.certificates.current();
    const calls = watched.mock.calls.length;
    // Another one beside it shows that the time for several looks has passed.
    using _listening = ticking.certificates.onChange(() => {});
    await vi.waitFor(() => expect(clock.mock.calls.length).toBeGreaterThan(10), 5000);
    expect(watched.mock.calls.length).toBe(calls);
  });
});
