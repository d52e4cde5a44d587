/** What a search index is given of one message at most, in UTF-16 units; the rest of a longer one is not found. */
const indexedLength = 400_000;

/** Queries of fewer characters are looked up as pairs, longer ones as trigrams. */
export const trigramLength = 3;

export function indexed(text: string): string {
  return text.slice(0, indexedLength);
}

/**
 * The words of the pair index for a text: every character and every two neighbouring ones, each character written as six
 * hexadecimal digits, so that no tokenizer changes them. Each once: the index only knows whether.
 */
export function pairsOf(text: string): string {
  const words = new Set<string>();
  let before = "";
  for (const character of fold(indexed(text))) {
    const code = hexadecimal(character);
    words.add(code);
    if (before !== "") words.add(before + code);
    before = code;
  }
  return [...words].join(" ");
}

/** The full-text expression for one or two characters. */
export function pairQuery(query: string): string {
  return Array.from(fold(query), hexadecimal).join("");
}

/** The full-text expression for three characters and more: they stand together, whatever they are. */
export function trigramQuery(query: string): string {
  return `"${query.replaceAll('"', '""')}"`;
}

export function characters(query: string): number {
  return Array.from(query).length;
}

export interface Excerpt {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

const before = 60;
const after = 140;

/** The surroundings of the first place where the query stands in the text; null where it does not. Positions in UTF-16 units. */
export function excerpt(text: string, query: string): Excerpt | null {
  const found = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "iu").exec(text);
  if (!found) return null;
  const length = found[0].length;
  const from = boundary(text, Math.max(0, found.index - before));
  const to = boundary(text, Math.min(text.length, found.index + length + after));
  const head = from > 0 ? "…" : "";
  const tail = to < text.length ? "…" : "";
  // A line break is one unit as a space is, so that positions stay.
  const shown = text.slice(from, to).replace(/[\r\n\t]/g, " ");
  return { text: `${head}${shown}${tail}`, start: head.length + found.index - from, length };
}

/** The same place, or one earlier where a character of two units would be cut. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** Letters compare without their case, character by character, so that none becomes two. */
function fold(text: string): string {
  return Array.from(text, (character) => {
    const lower = character.toLowerCase();
    return Array.from(lower).length === 1 ? lower : character;
  }).join("");
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(6, "0");
}
