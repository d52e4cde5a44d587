import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loginCodeFromFragment, loginCodeFromText } from "./loginCode.ts";

describe("the one-time code", () => {
  test("is found in what people paste: the link, its end, the code alone, with spaces around", () => {
    for (const pasted of ["http://127.0.0.1:8765/#login=abc-DEF_123", "#login=abc-DEF_123", "  abc-DEF_123\n"]) {
      expect(loginCodeFromText(pasted)).toBe("abc-DEF_123");
    }
  });

  test("is not invented from anything else", () => {
    for (const pasted of ["", "hello", "http://127.0.0.1:8765/", "http://127.0.0.1:8765/#/sessions", "#login="]) {
      expect(loginCodeFromText(pasted)).toBeNull();
    }
  });

  test("survives the way through a link whatever its characters", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (code) => {
        expect(loginCodeFromFragment(`#login=${encodeURIComponent(code)}`)).toBe(code);
      }),
    );
  });
});
