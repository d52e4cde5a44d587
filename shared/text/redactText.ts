import { truncate } from "./truncate.ts";

/** What stands where a secret stood. */
export const redacted = "[redacted]";

const sensitiveWord =
  "(?:pass(?:word|wd|phrase|code)|secret|token|authorization|cookie|credential|api[_-]?key|private[_-]?key|access[_-]?key)";
const value = `(?:\\\\{1,3}"[^"\\r\\n]*"?|"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|[^\\s"',;&)}\\]]+)`;

/**
 * The forms in which secrets occur in free text, and what stays of each. Every repetition is bounded or cannot overlap with what
 * follows it, so that hostile input costs time in proportion to its length.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, redacted],
  // A header's whole line: a cookie has several parts, an Authorization a scheme and a value.
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s{0,3}[:=]\s{0,3})(?!\s*\[redacted\])(?:"[^"\r\n]*"?|'[^'\r\n]*'?|[^"'\r\n][^\r\n]*)/gi,
    `$1$2${redacted}`,
  ],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{4,}/gi, `$1 ${redacted}`],
  [/:\/\/[^\s/@"'<>]{1,500}@/g, `://${redacted}@`],
  // The fragment of an address never reaches a server, which is why login codes travel in it.
  [/(\b(?:https?|wss?):\/\/[^\s"'<>#]{1,2000}#)[^\s"'<>]+/gi, `$1${redacted}`],
  [/([?#&](?:login|code|key|sig|signature|auth)=)[^&\s"'#<>]+/gi, `$1${redacted}`],
  [
    new RegExp(
      `(${sensitiveWord}[A-Za-z0-9_-]{0,40}\\\\?["']?\\s{0,3}[=:]\\s{0,3})(?!\\s*\\[redacted\\])${value}`,
      "gi",
    ),
    `$1${redacted}`,
  ],
  [new RegExp(`(--[a-z-]{0,40}${sensitiveWord}[a-z-]{0,40}\\s{1,3})(?!\\[redacted\\])${value}`, "gi"), `$1${redacted}`],
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{4,4000}\.[A-Za-z0-9_-]{0,4000}/g, redacted],
  [/\b(?:sk|rk|pk)-[A-Za-z0-9_-]{6,}/g, redacted],
  [
    /\b(?:qd_[A-Za-z0-9_-]{8,}|gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]{8,}|npm_[A-Za-z0-9]{24,}|AKIA[A-Z0-9]{12,}|AIza[A-Za-z0-9_-]{24,})/g,
    redacted,
  ],
];

/** A text longer than this is cut in the middle before it is searched; what a log keeps of it lies far from the cut. */
const maximumSearched = 100_000;

/** The text without what looks like a secret: credentials in addresses and headers, values named like secrets, well-known kinds of keys. */
export function redactText(text: string): string {
  return patterns.reduce(
    (current, [pattern, replacement]) => current.replace(pattern, replacement),
    truncate(text, maximumSearched),
  );
}
