/** Enough of what stands before a hit to know what it is about, little enough that the hit is on the first line. */
const charactersBefore = 24;
const charactersAfter = 160;

/** A hit with some of the words around it, on one line. Never cuts a character in two. */
export function excerpt({
  text,
  start,
  length,
}: {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}): { readonly before: string; readonly hit: string; readonly after: string } {
  const hit = text.slice(start, start + length);
  const before = [...text.slice(0, start)];
  const after = [...text.slice(start + length)];
  return {
    before: `${before.length > charactersBefore ? "…" : ""}${oneLine(before.slice(-charactersBefore).join(""))}`,
    hit: oneLine(hit),
    after: `${oneLine(after.slice(0, charactersAfter).join(""))}${after.length > charactersAfter ? "…" : ""}`,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** A line of Markdown as it reads: without the marks of emphasis, code, headings and quotes. */
export function withoutMarks(text: string): string {
  const plain = text
    .replace(/^\s*(?:>|[*+-])\s+/gm, "")
    .replace(/(^|\s)#{1,6}\s+/g, "$1")
    .replace(/\*\*|__|`+|~~/g, "");
  return oneLine(plain).trim();
}
