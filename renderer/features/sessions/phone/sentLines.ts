/** Lines kept a session; older ones are forgotten. */
const maximumLines = 50;

/**
 * What was sent from the input line, by session. In this page's memory alone: it may be a password, which must not outlive the page.
 */
export interface SentLines {
  add(session: string, line: string): void;
  of(session: string): readonly string[];
}

export function createSentLines(): SentLines {
  const lines = new Map<string, readonly string[]>();
  const of = (session: string): readonly string[] => lines.get(session) ?? [];
  return {
    of,
    add: (session, line) => {
      if (line.trim() === "") return;
      lines.set(session, [...of(session).filter((other) => other !== line), line].slice(-maximumLines));
    },
  };
}

/** Where one is while going through what was sent: `back` lines from the newest, 0 for what is being written. */
export interface Browsing {
  readonly back: number;
  /** What was being written when going back began. */
  readonly draft: string;
}

export const notBrowsing: Browsing = { back: 0, draft: "" };

/** One step to older (1) or newer (-1) lines: the text to show then, or null where there is none in that direction. */
export function browse(
  sent: readonly string[],
  { back, draft }: Browsing,
  text: string,
  step: 1 | -1,
): { readonly browsing: Browsing; readonly text: string } | null {
  const next = back + step;
  if (next < 0 || next > sent.length) return null;
  const kept = back === 0 ? text : draft;
  return { browsing: { back: next, draft: kept }, text: next === 0 ? kept : (sent[sent.length - next] ?? "") };
}
