import { stripVTControlCharacters } from "node:util";

/** Controls but tab and line feed, and what turns the direction of writing: with it a text can seem to say something else. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A tool's text as it may be shown anywhere: without escape sequences and invisible controls, trimmed, at most `limit` UTF-16 units,
 * the last one an ellipsis where something was cut. Never half a character.
 */
export function cleanText(text: string, limit: number): string {
  // Nothing longer is looked at: a tool may hand over megabytes. Twice, because removing makes it shorter.
  const start = text.slice(0, limit * 2 + 1000).replace(/\r\n?/g, "\n");
  const cleaned = stripVTControlCharacters(start)
    .replace(unwanted, (character) => (character === "\n" || character === "\t" ? character : ""))
    .toWellFormed()
    .trim();
  if (cleaned.length <= limit) return cleaned;
  const cut = cleaned.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** The same on one line. */
export function cleanLine(text: string, limit: number): string {
  return cleanText(text.slice(0, limit * 2 + 1000).replace(/\s+/g, " "), limit);
}
