/** What input says about the person. */
export type InputMeaning = "typed" | "moved" | "looked" | "none";

/**
 * Reports that a terminal sends by itself: focus (`ESC [ I`, `ESC [ O`), the mouse's movements and clicks, and answers to a
 * program's questions (device attributes, cursor position, colours, modes).
 */
const reports = new RegExp(
  [
    String.raw`\x1b\[[IO]`,
    String.raw`\x1b\[<[\d;]*[Mm]`,
    String.raw`\x1b\[M[\s\S]{3}`,
    String.raw`\x1b\[[?>]?[\d;]*\$?[cRny]`,
    String.raw`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)`,
  ].join("|"),
  "g",
);
/** Cursor keys, with and without modifiers, and Tab: they move about and decide nothing. */
const moves = new RegExp(
  [String.raw`\x1b\[[\d;]*[A-DFHZ]`, String.raw`\x1bO[A-DFH]`, String.raw`\x1b\[[156](?:;\d+)?~`, String.raw`\t`].join(
    "|",
  ),
  "g",
);
const focusIn = "\x1b[I";
/** More than this at once was typed or pasted: no terminal reports that much. */
const longestReports = 512;

/** Whether somebody typed, only moved about, or looked at the terminal: programs are told when their terminal gets the focus. */
export function meaningOf(input: Uint8Array): InputMeaning {
  if (input.length === 0) return "none";
  if (input.length > longestReports) return "typed";
  const text = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("latin1");
  const typed = text.replaceAll(reports, "");
  if (typed !== "") return typed.replaceAll(moves, "") === "" ? "moved" : "typed";
  return text.includes(focusIn) ? "looked" : "none";
}
