import { describe, expect, test } from "vitest";
import { type KeyPress, keyCaps, matchesChord, mayLeaveTerminal, parseChord } from "./shortcut.ts";

function press(key: string, code: string, modifiers = ""): KeyPress {
  return {
    key,
    code,
    ctrlKey: modifiers.includes("c"),
    metaKey: modifiers.includes("m"),
    shiftKey: modifiers.includes("s"),
    altKey: modifiers.includes("a"),
  };
}

const matches = (shortcut: string, pressed: KeyPress, isMac = false): boolean =>
  matchesChord(parseChord(shortcut), pressed, isMac);

describe("a shortcut", () => {
  test("is pressed with Ctrl, on a Mac with ⌘, and with nothing more", () => {
    expect(matches("Mod+K", press("k", "KeyK", "c"))).toBe(true);
    expect(matches("Mod+K", press("k", "KeyK", "m"), true)).toBe(true);
    expect(matches("Mod+K", press("k", "KeyK", "m"))).toBe(false);
    expect(matches("Mod+K", press("k", "KeyK", "c"), true)).toBe(false);
    expect(matches("Mod+K", press("K", "KeyK", "cs"))).toBe(false);
    expect(matches("Mod+K", press("k", "KeyK", "ca"))).toBe(false);
    expect(matches("Mod+K", press("k", "KeyK"))).toBe(false);
  });

  test("is found where Shift or another layout changes the character", () => {
    expect(matches("Mod+Shift+P", press("P", "KeyP", "cs"))).toBe(true);
    expect(matches("Mod+Shift+P", press("З", "KeyP", "cs"))).toBe(true);
    expect(matches("Alt+Shift+1", press("!", "Digit1", "as"))).toBe(true);
    expect(matches("?", press("?", "Slash", "s"))).toBe(true);
    expect(matches("F1", press("F1", "F1"))).toBe(true);
    expect(matches("Alt+ArrowUp", press("ArrowUp", "ArrowUp", "a"))).toBe(true);
  });

  test("follows the letters of a Latin layout, not the places of the keys", () => {
    // On a French keyboard the key at KeyQ types an A.
    expect(matches("Mod+A", press("a", "KeyQ", "c"))).toBe(true);
    expect(matches("Mod+Q", press("a", "KeyQ", "c"))).toBe(false);
  });

  test("is taken from a terminal only where a shell would not want it", () => {
    const taken = (shortcut: string, isMac = false): boolean => mayLeaveTerminal(parseChord(shortcut), isMac);
    expect(
      ["Mod+C", "Mod+K", "Alt+B", "F1", "Escape", "Shift+Tab", "Control+Shift+C"].map((shortcut) => taken(shortcut)),
    ).toEqual(Array(7).fill(false));
    expect(["Mod+Shift+P", "Mod+Alt+ArrowUp", "Alt+Shift+1"].map((shortcut) => taken(shortcut))).toEqual([
      true,
      true,
      true,
    ]);
    expect(taken("Mod+K", true)).toBe(true);
  });

  test("is shown as the keys are labelled", () => {
    expect(keyCaps("Mod+Shift+P", false)).toEqual(["Ctrl", "Shift", "P"]);
    expect(keyCaps("Mod+Shift+P", true)).toEqual(["⇧", "⌘", "P"]);
    expect(keyCaps("Alt+ArrowUp", false)).toEqual(["Alt", "↑"]);
    expect(keyCaps("Mod+Plus", false)).toEqual(["Ctrl", "+"]);
  });
});
