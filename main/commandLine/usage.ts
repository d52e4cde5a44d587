import { type ParseArgsOptionDescriptor, parseArgs } from "node:util";
import { closest } from "#shared/text/closest.ts";
import type { CommandTexts } from "./texts.ts";

/** The command line itself is wrong; the message says what, and what was probably meant. Ends the program with code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type FlagKinds = Readonly<Record<string, ParseArgsOptionDescriptor>>;

/** Flags that every command understands. */
export const commonFlags = {
  "data-dir": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies FlagKinds;

export interface Parsed {
  /** A text flag's value; undefined if it was not given. */
  text(name: string): string | undefined;
  /** Every value of a flag that may be repeated. */
  texts(name: string): readonly string[];
  has(name: string): boolean;
  readonly positionals: readonly string[];
  /** What stands behind `--`, untouched. */
  readonly rest: readonly string[];
}

/** Reads a command's flags and words. Throws UsageError for an unknown flag, naming the nearest, and for a missing value. */
export function parseFlags(given: readonly string[], flags: FlagKinds, texts: CommandTexts): Parsed {
  const options: FlagKinds = { ...commonFlags, ...flags };
  const end = given.indexOf("--");
  const own = end < 0 ? given : given.slice(0, end);
  const { tokens } = parseArgs({ args: [...own], options, strict: false, tokens: true, allowPositionals: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const kind = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!kind) throw unknownFlag(token.rawName, Object.keys(options), texts);
    if (kind.type === "string" && token.value === undefined) throw new UsageError(texts.needsValue(token.rawName));
    if (kind.type === "boolean" && token.value !== undefined) throw new UsageError(texts.takesNoValue(token.rawName));
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ""]);
  }
  return {
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
    positionals,
    rest: end < 0 ? [] : given.slice(end + 1),
  };
}

function unknownFlag(flag: string, known: readonly string[], texts: CommandTexts): UsageError {
  const meant = closest(flag.replace(/^-+/, ""), known);
  return new UsageError(texts.unknownFlag(flag) + (meant === null ? "" : texts.didYouMean(`--${meant}`)));
}

/** The command a word names. Throws UsageError, naming the nearest. */
export function chooseCommand<Name extends string>(
  word: string | undefined,
  known: readonly Name[],
  texts: CommandTexts,
): Name {
  const found = known.find((name) => name === word);
  if (found !== undefined) return found;
  if (word === undefined) throw new UsageError(texts.needsCommand(known.join(", ")));
  const meant = closest(word, known);
  throw new UsageError(
    texts.unknownCommand(word) + (meant === null ? texts.commandsAre(known.join(", ")) : texts.didYouMean(meant)),
  );
}

/** A whole number within bounds. Throws UsageError. */
export function numberOf(
  flag: string,
  value: string,
  { from, to }: { from: number; to: number },
  texts: CommandTexts,
): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new UsageError(texts.needsNumber(flag, from, to));
}
