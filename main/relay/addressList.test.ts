import { assert, integer, ipV4, ipV6, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressList, plainAddress } from "./addressList.ts";

describe("a list of addresses", () => {
  it("holds addresses and ranges of both families", () => {
    const list = createAddressList(["192.168.1.7", "10.0.0.0/8", "fe80::/10", "2001:db8::1"]);
    for (const address of ["192.168.1.7", "10.255.0.1", "fe80::1", "fe80::1%eth0", "2001:db8::1", "2001:DB8:0::1"]) {
      expect([address, list.has(address)]).toEqual([address, true]);
    }
    for (const address of ["192.168.1.70", "11.0.0.1", "fec0::1", "2001:db8::2", "", "unknown", "10.0.0.1.evil.com"]) {
      expect([address, list.has(address)]).toEqual([address, false]);
    }
  });

  it("knows an IPv4 address in every form that IPv6 gives it, and ranges written so", () => {
    const plain = createAddressList(["192.0.2.0/24"]);
    for (const address of ["::ffff:192.0.2.9", "::FFFF:192.0.2.9", "::ffff:c000:0209", "0:0:0:0:0:ffff:c000:209"]) {
      expect([address, plain.has(address)]).toEqual([address, true]);
    }
    const mapped = createAddressList(["::ffff:192.0.2.0/120"]);
    expect([mapped.has("192.0.2.77"), mapped.has("::ffff:192.0.2.77"), mapped.has("192.0.3.1")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("names what is no address or range, and lets it match nothing", () => {
    const invalid = ["1:::2", "300.1.1.1", "10.0.0.0/33", "::1/129", "10.0.0.0/", "::ffff:1.2.3.4/64"];
    const list = createAddressList([...invalid, "10.9.9.9"]);
    expect(list.invalid).toEqual(invalid);
    expect([list.has("10.0.0.1"), list.has("::1"), list.has("10.9.9.9")]).toEqual([false, false, true]);
  });

  it("matches exactly the addresses of a range", () => {
    const number = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    assert(
      property(ipV4(), ipV4(), integer({ min: 0, max: 32 }), (address, range, bits) => {
        const size = 2 ** (32 - bits);
        const isInside = Math.floor(number(address) / size) === Math.floor(number(range) / size);
        expect(createAddressList([`${range}/${bits}`]).has(`::ffff:${address}`)).toBe(isInside);
      }),
    );
  });

  it("writes an IPv4 address plainly and leaves every other as it is", () => {
    assert(
      property(ipV4(), (address) => {
        expect(plainAddress(`::ffff:${address}`)).toBe(address);
      }),
    );
    assert(
      property(ipV6(), (address) => {
        const plain = plainAddress(address);
        if (plain !== address) expect(address.toLowerCase()).toContain("ffff:");
      }),
    );
  });
});
