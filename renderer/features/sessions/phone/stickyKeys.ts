/** A modifier of the key bar: off, for the next key, or until it is pressed again. */
export type Sticky = "off" | "once" | "locked";

export interface StickyKeys {
  readonly control: Sticky;
  readonly alt: Sticky;
}

export const noStickyKeys: StickyKeys = { control: "off", alt: "off" };

/** Two presses within this time lock a modifier. */
const doublePressMs = 400;

/** A modifier after a press; `sinceMs` is how long ago it was pressed before. */
export function pressed(before: Sticky, sinceMs: number): Sticky {
  if (before === "locked") return "off";
  if (before === "once") return sinceMs <= doublePressMs ? "locked" : "off";
  return "once";
}

/** The modifiers after a key was typed with them. */
export function afterKey({ control, alt }: StickyKeys): StickyKeys {
  return { control: control === "once" ? "off" : control, alt: alt === "once" ? "off" : alt };
}

export function isHeld({ control, alt }: StickyKeys): boolean {
  return control !== "off" || alt !== "off";
}

/**
 * What a typed character means with the modifiers held; null where it is no single character (a paste, a mouse report, a function key),
 * which they do not concern.
 */
export function withModifiers(typed: string, keys: StickyKeys): string | null {
  if (!isHeld(keys) || [...typed].length !== 1) return null;
  const character = keys.control === "off" ? typed : controlCharacter(typed);
  if (character === null) return null;
  return keys.alt === "off" ? character : `\x1b${character}`;
}

/** As terminals have it since the VT100: the letter's low five bits; space and @ give NUL, ? gives DEL. */
function controlCharacter(character: string): string | null {
  if (character === "?") return "\x7f";
  if (character === " ") return "\0";
  const code = character.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : null;
}

export type NamedKey =
  | "escape"
  | "tab"
  | "enter"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "pageUp"
  | "pageDown";

const letters = { up: "A", down: "B", right: "C", left: "D", home: "H", end: "F" } as const;
const numbers = { pageUp: 5, pageDown: 6 } as const;

/** The sequence of a key (xterm's, which all terminals follow); `isApplication` is the cursor keys' application mode. */
export function keySequence(key: NamedKey, keys: StickyKeys, isApplication: boolean): string {
  // 1 for none, +2 for Alt, +4 for Control.
  const modifier = 1 + (keys.alt === "off" ? 0 : 2) + (keys.control === "off" ? 0 : 4);
  switch (key) {
    case "escape":
      return "\x1b";
    case "tab":
      return "\t";
    case "enter":
      return keys.alt === "off" ? "\r" : "\x1b\r";
    case "pageUp":
    case "pageDown":
      return modifier === 1 ? `\x1b[${numbers[key]}~` : `\x1b[${numbers[key]};${modifier}~`;
    default:
      if (modifier > 1) return `\x1b[1;${modifier}${letters[key]}`;
      return `${isApplication ? "\x1bO" : "\x1b["}${letters[key]}`;
  }
}
