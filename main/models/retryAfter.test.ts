import fc from "fast-check";
import { expect, it } from "vitest";
import { retryAfterMs } from "./retryAfter.ts";

const now = Date.parse("2026-11-21T10:00:00Z");

it.each([
  [{ "retry-after": "2" }, 2000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": "Sat, 21 Nov 2026 10:00:30 GMT" }, 30_000],
  [{ "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT" }, 0],
  [{ "retry-after-ms": "120", "retry-after": "1" }, 120],
  [{ "retry-after": "99999999" }, 24 * 3_600_000],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after": "-5" }, null],
  [{}, null],
])("reads %j", (headers, expected) => {
  expect(retryAfterMs(headers, now)).toBe(expected);
});

it("never asks for less than nothing or more than a day, whatever a server writes", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const wait = retryAfterMs({ "retry-after": text }, now);
      if (wait !== null) expect(wait >= 0 && wait <= 24 * 3_600_000).toBe(true);
    }),
  );
});
