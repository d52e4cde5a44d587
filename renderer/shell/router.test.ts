import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fragmentOf, parseFragment } from "./router.ts";

describe("the address", () => {
  test("keeps any path through a fragment and back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: "grapheme" })), (path) => {
        expect(parseFragment(fragmentOf(path))).toEqual(path);
      }),
    );
  });

  test("reads whatever else as the top, and never throws", () => {
    expect([parseFragment(""), parseFragment("#"), parseFragment("#content"), parseFragment("#/%")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(parseFragment("#/sessions//x/")).toEqual(["sessions", "x"]);
    fc.assert(fc.property(fc.string(), (fragment) => Array.isArray(parseFragment(fragment))));
  });
});
