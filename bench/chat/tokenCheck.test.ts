import fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenCheck } from "./tokenCheck.ts";

const whole = Array.from({ length: 20 }, (_, index) => `${index}@${index}.5;`).join("");

test("pieces that overlap, as after a reconnection, give every token once", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length)), (cuts) => {
      const check = createTokenCheck();
      for (const end of [...cuts, whole.length]) {
        const from = Math.max(0, Math.min(check.text.length, end) - 7);
        check.add(from, whole.slice(from, Math.max(from, end)));
      }
      expect(check.text).toBe(whole);
      expect(check.wrong(20)).toBe(0);
      expect(check.delays).toHaveLength(20);
    }),
  );
});

test("a gap, a lost token and a doubled one are noticed", () => {
  expect(() => createTokenCheck().add(1, "x")).toThrow("A gap");
  const lost = createTokenCheck();
  lost.add(0, "0@1;2@1;");
  expect(lost.wrong(3)).toBe(2);
  const doubled = createTokenCheck();
  doubled.add(0, "0@1;0@1;1@1;");
  expect(doubled.wrong(2)).toBe(2);
});
