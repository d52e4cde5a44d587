import fc from "fast-check";
import { expect, it } from "vitest";
import { isAllowedEndpoint, isPublicAddress } from "./publicAddress.ts";

it.each(["8.8.8.8", "142.250.1.1", "2606:4700:4700::1111", "2a00:1450:4001::1"])("%s is on the internet", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.0.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "64:ff9b::a00:1",
  "fe80::1",
  "fd00::1",
  "ff02::1",
  "2001:db8::1",
  "2002:7f00:1::1",
  "not an address",
])("%s is not", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it("takes no private address in whatever way an endpoint writes it", () => {
  const privateIPv4 = fc.oneof(
    fc.nat(0xffffff).map((rest) => 0x0a000000 + rest),
    fc.nat(0xffffff).map((rest) => 0x7f000000 + rest),
    fc.nat(0xffff).map((rest) => 0xc0a80000 + rest),
  );
  const written = privateIPv4.chain((number) =>
    fc.constantFrom(
      [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join("."),
      String(number),
      `0x${number.toString(16)}`,
      `0${number.toString(8)}`,
      `[::ffff:${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}]`,
    ),
  );
  fc.assert(
    fc.property(written, (host) => {
      expect(isAllowedEndpoint(`https://${host}/push`, isPublicAddress)).toBe(false);
    }),
  );
  expect(isAllowedEndpoint("https://push.example.com/x", isPublicAddress)).toBe(true);
  expect(isAllowedEndpoint("http://push.example.com/x", isPublicAddress)).toBe(false);
});
