import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressBytes, canonicalName } from "./addressBytes.ts";
import { certifiableName } from "./certifiableName.ts";
import { decodeNameConstraints, encodeNameConstraints, isPermitted, permittedFor } from "./nameConstraints.ts";

const permitted = permittedFor("desk-7.home.arpa", ["192.168.1.5", "203.0.113.9", "2001:db8:1:2::3"]);

describe("addresses", () => {
  it("are the same bytes however they are written", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const groups = Array.from({ length: 8 }, (_none, index) =>
          (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
        );
        const long = groups.map((group) => group.padStart(4, "0").toUpperCase()).join(":");
        expect(addressBytes(long)).toEqual(bytes);
        expect(addressBytes(groups.join(":"))).toEqual(bytes);
        const short = URL.parse(`http://[${long}]/`)?.hostname.slice(1, -1) ?? "";
        expect(addressBytes(short)).toEqual(bytes);
      }),
    );
    fc.assert(fc.property(fc.ipV4(), (text) => addressBytes(text)?.join(".") === text));
    expect(canonicalName("FE80::1%eth0")).toBe(canonicalName("fe80:0:0:0::1"));
    expect(addressBytes("::ffff:10.0.0.1")?.slice(12)).toEqual(Uint8Array.of(10, 0, 0, 1));
    for (const none of ["", "deck.local", "1.2.3", "1.2.3.4.5", "12345::", "::1]"])
      expect(addressBytes(none)).toBeNull();
  });
});

describe("what the authority may vouch for", () => {
  it.each([
    ["deck.local", true],
    ["local", true],
    ["a.b.local", true],
    ["notlocal", false],
    ["deck.local.example.com", false],
    ["localhost", true],
    ["desk-7.home.arpa", true],
    ["DESK-7.home.arpa", true],
    ["other.home.arpa", false],
    ["192.168.200.1", true],
    ["172.15.0.1", false],
    ["172.31.255.255", true],
    ["100.63.255.255", false],
    ["100.127.0.1", true],
    ["203.0.113.9", true],
    ["203.0.113.10", false],
    ["fd00::1", true],
    ["fe80::1", true],
    ["fec0::1", false],
    ["2001:db8:1:2:ffff::1", true],
    ["2001:db8:1:3::3", false],
    ["::1", true],
    ["::2", false],
  ])("%s: %s", (name, expected) => {
    expect(isPermitted(name, permitted)).toBe(expected);
  });

  it("is read back from what was written", () => {
    const names = fc.array(fc.stringMatching(/^[a-z0-9.-]{1,60}$/), { maxLength: 200 });
    const addresses = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 40 });
    fc.assert(
      fc.property(names, addresses, (dnsNames, own) => {
        const given = { ...permittedFor(null, own), dnsNames };
        expect(decodeNameConstraints(encodeNameConstraints(given))).toEqual(given);
      }),
    );
  });

  it("is nothing when it was written by somebody else, or damaged", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const decoded = decodeNameConstraints(bytes);
        if (decoded !== null) expect(encodeNameConstraints(decoded)).toEqual(bytes);
      }),
    );
    const encoded = encodeNameConstraints(permitted);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: encoded.length - 1 }), (length) => {
        expect(decodeNameConstraints(encoded.slice(0, length))).toBeNull();
      }),
    );
  });

  it.each([
    ["Desk-7", "desk-7"],
    ["desk.example.org.", "desk.example.org"],
    ["vm", null],
    ["dev", null],
    ["xn--p1ai", null],
    ["localhost", null],
    ["10.0.0.1", null],
    ["42", null],
    ["under_score.example", null],
    ["", null],
    ["我的电脑", null],
  ])("a machine called “%s” as %s", (name, expected) => {
    expect(certifiableName(name)).toBe(expected);
  });
});
