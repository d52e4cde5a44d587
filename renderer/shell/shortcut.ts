/** A key combination as written in an action: `Mod+Shift+P`, `Alt+ArrowUp`, `F1`. Mod is ⌘ on a Mac and Ctrl elsewhere. */
export interface Chord {
  readonly mod: boolean;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** A character in lower case, or a key name such as `arrowup`. */
  readonly key: string;
}

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Reads `Mod+Shift+P`. The plus key itself is written `Plus`. */
export function parseChord(shortcut: string): Chord {
  const parts = shortcut.split("+").map((part) => part.toLowerCase());
  const key = parts.at(-1) ?? "";
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  return {
    mod: has("mod"),
    control: has("control"),
    shift: has("shift"),
    alt: has("alt"),
    key: key === "plus" ? "+" : key,
  };
}

/**
 * Whether the press is the chord. Letters and digits are also recognised by their place on the keyboard, so that a shortcut
 * works with a Cyrillic layout and `Mod+Shift+1` is not lost to `!`.
 */
export function matchesChord(chord: Chord, press: KeyPress, isMac: boolean): boolean {
  const control = chord.control || (chord.mod && !isMac);
  const meta = chord.mod && isMac;
  if (press.ctrlKey !== control || press.metaKey !== meta || press.altKey !== chord.alt) return false;
  // A character that needs Shift on this layout (`?`) says so itself.
  if (isLetterOrName(chord.key) && press.shiftKey !== chord.shift) return false;
  return keysOf(press).includes(chord.key);
}

/**
 * Whether the chord may be taken from a program in a terminal: only combinations that terminals cannot send or hardly any
 * program listens to. Plain Ctrl and Alt combinations belong to the shell.
 */
export function mayLeaveTerminal(chord: Chord, isMac: boolean): boolean {
  if (chord.mod) return isMac || chord.shift || chord.alt;
  return chord.alt && chord.shift;
}

const macSigns: Readonly<Record<string, string>> = { mod: "⌘", control: "⌃", alt: "⌥", shift: "⇧" };
const plainNames: Readonly<Record<string, string>> = { mod: "Ctrl", control: "Ctrl", alt: "Alt", shift: "Shift" };
const keyNames: Readonly<Record<string, string>> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  escape: "Esc",
  enter: "↵",
  backspace: "⌫",
  delete: "Del",
  pageup: "PgUp",
  pagedown: "PgDn",
};

/** The keys as a person sees them, one string a key cap. */
export function keyCaps(shortcut: string, isMac: boolean): readonly string[] {
  const chord = parseChord(shortcut);
  const order = isMac ? (["control", "alt", "shift", "mod"] as const) : (["mod", "control", "alt", "shift"] as const);
  const modifiers = order.filter((name) => chord[name]).map((name) => (isMac ? macSigns : plainNames)[name] ?? name);
  return [
    ...modifiers,
    keyNames[chord.key] ?? (chord.key.length === 1 ? chord.key.toUpperCase() : capitalise(chord.key)),
  ];
}

function keysOf(press: KeyPress): readonly string[] {
  const place = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(press.code);
  const byPlace = place?.[1] ?? place?.[2];
  const key = press.key.toLowerCase();
  return byPlace === undefined || isLatin(key)
    ? [key, ...(place?.[2] ? [place[2]] : [])]
    : [key, byPlace.toLowerCase()];
}

function isLatin(key: string): boolean {
  return /^[a-z]$/.test(key);
}

function isLetterOrName(key: string): boolean {
  return key.length > 1 || /^[a-z0-9]$/.test(key);
}

function capitalise(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
