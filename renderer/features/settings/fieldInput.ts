import type { Control } from "./settingFields.ts";

/** What is wrong with an input, before the server is asked. */
export type InputProblem =
  | { readonly kind: "notANumber" }
  | { readonly kind: "notWhole" }
  | { readonly kind: "tooSmall"; readonly minimum: number }
  | { readonly kind: "tooLarge"; readonly maximum: number }
  | { readonly kind: "missing" }
  | { readonly kind: "tooLong"; readonly maximum: number }
  | { readonly kind: "wrongForm" }
  | { readonly kind: "notAPair"; readonly line: number }
  | { readonly kind: "wrongLine"; readonly line: number };

export type ParsedInput =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "problem"; readonly problem: InputProblem };

/** The text in the field for a value. */
export function inputText(control: Control, value: unknown): string {
  if (control.kind === "lines") return Array.isArray(value) ? value.map(String).join("\n") : "";
  if (control.kind === "pairs")
    return Object.entries(isRecord(value) ? value : {})
      .map(([name, text]) => `${name}=${String(text)}`)
      .join("\n");
  return value === undefined || value === null ? "" : String(value);
}

/** The value that the text in a field stands for, or what is wrong with it. */
export function parseInput(control: Control, text: string): ParsedInput {
  switch (control.kind) {
    case "number":
      return parseNumber(control, text);
    case "text":
      return parseText(control, text);
    case "color":
      return /^#[0-9A-Fa-f]{6}$/.test(text) ? value(text) : problem({ kind: "wrongForm" });
    case "time":
      return /^(([01]\d|2[0-3]):[0-5]\d)?$/.test(text) ? value(text) : problem({ kind: "wrongForm" });
    case "lines":
      return parseLines(control, text);
    case "pairs":
      return parsePairs(control, text);
    default:
      return value(text);
  }
}

function parseNumber({ minimum, maximum, isWhole }: Extract<Control, { kind: "number" }>, text: string): ParsedInput {
  const parsed = Number(text.trim());
  if (text.trim() === "" || !Number.isFinite(parsed)) return problem({ kind: "notANumber" });
  if (isWhole && !Number.isInteger(parsed)) return problem({ kind: "notWhole" });
  if (minimum !== null && parsed < minimum) return problem({ kind: "tooSmall", minimum });
  if (maximum !== null && parsed > maximum) return problem({ kind: "tooLarge", maximum });
  return value(parsed);
}

function parseText({ minimum, maximum, pattern }: Extract<Control, { kind: "text" }>, text: string): ParsedInput {
  if (text.length < minimum) return problem({ kind: "missing" });
  if (maximum !== null && text.length > maximum) return problem({ kind: "tooLong", maximum });
  if (pattern !== null && !new RegExp(pattern).test(text))
    return problem(text === "" ? { kind: "missing" } : { kind: "wrongForm" });
  return value(text);
}

function parseLines({ pattern }: Extract<Control, { kind: "lines" }>, text: string): ParsedInput {
  const lines = text.split("\n");
  if (pattern === null) return value(lines.filter((line) => line !== ""));
  const form = new RegExp(pattern);
  const wrong = lines.findIndex((line) => line.trim() !== "" && !form.test(line.trim()));
  if (wrong >= 0) return problem({ kind: "wrongLine", line: wrong + 1 });
  return value(lines.map((line) => line.trim()).filter((line) => line !== ""));
}

function parsePairs({ namePattern }: Extract<Control, { kind: "pairs" }>, text: string): ParsedInput {
  const pairs: [string, string][] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const equals = line.indexOf("=");
    const name = line.slice(0, equals).trim();
    if (equals < 1 || (namePattern !== null && !new RegExp(namePattern).test(name)))
      return problem({ kind: "notAPair", line: index + 1 });
    pairs.push([name, line.slice(equals + 1)]);
  }
  return value(Object.fromEntries(pairs));
}

function value(parsed: unknown): ParsedInput {
  return { kind: "value", value: parsed };
}

function problem(found: InputProblem): ParsedInput {
  return { kind: "problem", problem: found };
}

function isRecord(candidate: unknown): candidate is Record<string, unknown> {
  return typeof candidate === "object" && candidate !== null && !Array.isArray(candidate);
}
