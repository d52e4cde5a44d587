import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterKey, keySequence, noStickyKeys, pressed, type StickyKeys, withModifiers } from "./stickyKeys.ts";

const control: StickyKeys = { control: "once", alt: "off" };
const alt: StickyKeys = { control: "off", alt: "once" };
const both: StickyKeys = { control: "locked", alt: "once" };

describe("the key bar's modifiers", () => {
  test("hold for one key, are locked by a second press soon after, and let go by the next", () => {
    expect(pressed("off", 10_000)).toBe("once");
    expect(pressed("once", 300)).toBe("locked");
    expect(pressed("once", 900)).toBe("off");
    expect(pressed("locked", 100)).toBe("off");
    expect(afterKey(both)).toEqual({ control: "locked", alt: "off" });
  });

  test("make of letters what a keyboard's own would", () => {
    expect(withModifiers("c", control)).toBe("\x03");
    expect(withModifiers("C", control)).toBe("\x03");
    expect(withModifiers("[", control)).toBe("\x1b");
    expect(withModifiers(" ", control)).toBe("\0");
    expect(withModifiers("b", alt)).toBe("\x1bb");
    expect(withModifiers("d", both)).toBe("\x1b\x04");
    expect(withModifiers("语", alt)).toBe("\x1b语");
  });

  test("leave alone what is no key: pastes, mouse reports, answers of the terminal", () => {
    for (const data of ["", "ls -l", "\x1b[<0;3;4M", "\x1b[I"]) expect(withModifiers(data, both)).toBeNull();
    expect(withModifiers("1", control)).toBeNull();
    fc.assert(fc.property(fc.string(), (data) => withModifiers(data, noStickyKeys) === null));
  });

  test("reach the keys that phones lack", () => {
    expect(keySequence("up", noStickyKeys, false)).toBe("\x1b[A");
    expect(keySequence("up", noStickyKeys, true)).toBe("\x1bOA");
    expect(keySequence("left", control, true)).toBe("\x1b[1;5D");
    expect(keySequence("right", alt, false)).toBe("\x1b[1;3C");
    expect(keySequence("pageUp", noStickyKeys, false)).toBe("\x1b[5~");
    expect(keySequence("pageDown", both, false)).toBe("\x1b[6;7~");
    expect(keySequence("home", noStickyKeys, false)).toBe("\x1b[H");
    expect(keySequence("enter", alt, false)).toBe("\x1b\r");
  });
});
