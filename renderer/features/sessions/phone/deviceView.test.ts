import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDeviceViewStore, fontLimits, pinchedFont } from "./deviceView.ts";

describe("how a device shows terminals", () => {
  test("is remembered by it, and begins anew where what it remembers is damaged", () => {
    const values = new Map<string, string>();
    const storage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    };
    createDeviceViewStore(storage).setState({ watching: "fit", fontSize: 17 });
    expect(createDeviceViewStore(storage).getState()).toEqual({ watching: "fit", fontSize: 17 });
    for (const key of values.keys()) values.set(key, '{"watching":7,"fontSize":"large"}');
    expect(createDeviceViewStore(storage).getState()).toEqual({ watching: "reflow", fontSize: null });
    expect(createDeviceViewStore(null).getState().watching).toBe("reflow");
  });

  test("follows two fingers, within what can be read", () => {
    expect(pinchedFont(12, 100, 150)).toBe(18);
    expect(pinchedFont(12, 100, 104)).toBe(12.5);
    expect(pinchedFont(12, 0, 100)).toBe(12);
    fc.assert(
      fc.property(fc.double({ min: 6, max: 32, noNaN: true }), fc.nat(5000), fc.nat(5000), (font, from, to) => {
        const size = pinchedFont(font, from, to);
        expect(size).toBeGreaterThanOrEqual(fontLimits.minimum);
        expect(size).toBeLessThanOrEqual(fontLimits.maximum);
      }),
    );
  });
});
