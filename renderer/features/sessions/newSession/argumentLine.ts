/** What a line of arguments means, or where it is not complete. */
export type ParsedArguments =
  | { readonly kind: "arguments"; readonly arguments: readonly string[] }
  /** A quote that is never closed, or a backslash with nothing behind it; `position` is where it stands. */
  | { readonly kind: "incomplete"; readonly problem: "quote" | "backslash"; readonly position: number };

/**
 * Splits a line into arguments as a POSIX shell splits words: blanks separate; '…' keeps everything; "…" keeps everything but \" and
 * \\; a backslash keeps the next character. Nothing is expanded ($, ~, *, ;, | are plain characters): the words go to the tool as
 * they are and no shell sees them.
 */
export function parseArguments(line: string): ParsedArguments {
  const words: string[] = [];
  let word: string | null = null;
  let quote: { readonly mark: string; readonly position: number } | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const next = line.charAt(index + 1);
    if (quote?.mark === "'") {
      if (character === "'") quote = null;
      else word = (word ?? "") + character;
    } else if (character === "\\" && (quote === null || next === '"' || next === "\\")) {
      if (next === "") return { kind: "incomplete", problem: "backslash", position: index };
      word = (word ?? "") + next;
      index += 1;
    } else if (quote) {
      if (character === quote.mark) quote = null;
      else word = (word ?? "") + character;
    } else if (character === "'" || character === '"') {
      quote = { mark: character, position: index };
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote) return { kind: "incomplete", problem: "quote", position: quote.position };
  if (word !== null) words.push(word);
  return { kind: "arguments", arguments: words };
}

/** The line that `parseArguments` reads back as these arguments. */
export function formatArguments(list: readonly string[]): string {
  return list
    .map((argument) => (/^[\w@%+=:,./~^-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
