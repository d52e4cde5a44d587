import { describe, expect, test } from "vitest";
import { proposedName } from "./deviceName.ts";
import { pairingCodeFromText, pairingSecretFromFragment } from "./pairingLink.ts";

describe("a pairing link", () => {
  test("brings its secret in the fragment", () => {
    expect(pairingSecretFromFragment("#pair=abcdefghijklmnopqrst-_12")).toBe("abcdefghijklmnopqrst-_12");
  });

  test("that was cut or changed is still known as one, so that it can be said", () => {
    for (const fragment of ["#pair=", "#pair=short", "#pair=abcdefghijklmnopqrst%3Cscript%3E"])
      expect(pairingSecretFromFragment(fragment)).toBe("");
  });

  test("is not any other address of the app", () => {
    for (const fragment of ["", "#", "#/sessions/x", "#login=abcdefghijklmnopqrst"])
      expect(pairingSecretFromFragment(fragment)).toBeNull();
  });
});

describe("a typed code", () => {
  test.each([
    ["123456", "123456"],
    [" 123 456 ", "123456"],
    ["123-456", "123456"],
    ["１２３４５６", "123456"],
    ["12345", null],
    ["1234567", null],
    ["12345a", null],
    ["", null],
  ])("%o is %o", (text, code) => {
    expect(pairingCodeFromText(text)).toBe(code);
  });
});

describe("the proposed name", () => {
  const mobile = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";
  test.each([
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15", "iPhone"],
    [`Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UP1A) ${mobile}`, "Pixel 8"],
    [`Mozilla/5.0 (Linux; Android 10; K) ${mobile}`, "Android"],
    ["Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Android"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows"],
    ["something else", null],
  ])("of %s is %s", (userAgent, name) => {
    expect(proposedName(userAgent)).toBe(name);
  });
});
