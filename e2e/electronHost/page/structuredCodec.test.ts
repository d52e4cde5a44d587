import { expect, test } from "vitest";
import { createPageBase64, createStructuredCodec, nodeBase64 } from "./structuredCodec.ts";

const values: readonly (readonly [string, unknown])[] = [
  [
    "plain values",
    { text: "Ж 好", nothing: null, missing: undefined, yes: true, list: [1, [2, "x"]], nested: { a: {} } },
  ],
  ["numbers JSON has no word for", [Number.NaN, Number.POSITIVE_INFINITY, -0, 12345678901234567890n]],
  ["bytes", ["terminal", Uint8Array.from({ length: 70_000 }, (_value, index) => index % 256)]],
  ["a date and an error", { at: new Date(0), error: Object.assign(new Error("no"), { name: "TypeError" }) }],
  ["lists that look like the codec's own marks", [["bytes", "AAAA"], ["undefined"]]],
];

test.each(values)("%s arrive as they were sent, from Node to a page and back", (_what, value) => {
  const [node, page] = [createStructuredCodec(nodeBase64), createStructuredCodec(createPageBase64())];
  expect(page.decode(node.encode(value))).toEqual(value);
  expect(node.decode(page.encode(value))).toEqual(value);
});

test("a view carries its own bytes only", () => {
  const codec = createStructuredCodec(nodeBase64);
  const pool = Uint8Array.of(1, 2, 3, 4);
  expect(codec.decode(codec.encode(pool.subarray(1, 3)))).toEqual(Uint8Array.of(2, 3));
});

test.each([
  ["a function", () => undefined],
  ["a map", new Map()],
  ["a symbol", Symbol("x")],
])("%s cannot be cloned", (_what, value) => {
  expect(() => createStructuredCodec(nodeBase64).encode({ value })).toThrow(/could not be cloned/);
});
