import type { AttentionChoice } from "#shared/contract/attention.ts";

/** A question with numbered answers, as it stands on a screen. */
export interface ScreenMenu {
  readonly question: string;
  /** What is above the question, within its frame: the command, the change. */
  readonly detail: string;
  /** The id of a choice is the key that gives it. */
  readonly choices: readonly AttentionChoice[];
}

const lastRows = 40;

/** The menu at the end of the screen whose question looks as given; null if there is none. Frames around it are taken off. */
export function readMenu(rows: readonly string[], question: RegExp): ScreenMenu | null {
  const lines = rows.slice(-lastRows).map(unframed);
  const at = lines.findLastIndex((line) => question.test(line));
  if (at === -1) return null;
  const options = lines.slice(at + 1).flatMap((line) => {
    const [, key, label] = /^[●>❯]?\s*(\d)\.\s+(.+)$/u.exec(line) ?? [];
    return key === undefined || label === undefined ? [] : [{ id: key, label, role: roleOf(label) }];
  });
  if (options.length < 2) return null;
  const top = lines
    .slice(0, at)
    .findLastIndex((line, index) => isFrameTop(rows.slice(-lastRows)[index] ?? "") && line === "");
  const detail = lines.slice(top + 1, at).filter((line) => line !== "");
  return { question: lines[at] ?? "", detail: detail.join("\n"), choices: options };
}

function roleOf(label: string): AttentionChoice["role"] {
  if (/^no\b/i.test(label)) return "deny";
  return /^(yes|allow once)\b/i.test(label) ? "allow" : "other";
}

function unframed(row: string): string {
  return row.replace(/^[\s│┃|╭╰╮╯─┌└┐┘]+/u, "").replace(/[\s│┃|╭╰╮╯─┌└┐┘]+$/u, "");
}

function isFrameTop(row: string): boolean {
  return /^\s*[╭┌]/u.test(row);
}
