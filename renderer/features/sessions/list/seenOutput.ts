import { z } from "zod";
import type { Session } from "#shared/contract/sessions.ts";

/** How far a person has seen each session's output, in bytes from its beginning. */
export type SeenOutput = Readonly<Record<string, number>>;

const key = "quarterdeck.sessions.seen";
const stored = z.record(z.string(), z.number().nonnegative());

export function hasUnread(seen: SeenOutput, session: Session): boolean {
  return session.endOffset > (seen[session.id] ?? 0);
}

/** After these sessions were looked at; the same object if nothing is new. */
export function markSeen(seen: SeenOutput, sessions: Iterable<Session>): SeenOutput {
  const news = [...sessions].filter((session) => hasUnread(seen, session));
  if (news.length === 0) return seen;
  return { ...seen, ...Object.fromEntries(news.map((session) => [session.id, session.endOffset])) };
}

/** Without the sessions that are gone, so that the record does not grow for ever. */
export function forgetMissing(seen: SeenOutput, exists: (id: string) => boolean): SeenOutput {
  const kept = Object.entries(seen).filter(([id]) => exists(id));
  return kept.length === Object.keys(seen).length ? seen : Object.fromEntries(kept);
}

/** What was seen before; null in a browser that has never shown sessions: there, everything so far counts as seen. */
export function loadSeen(storage: Storage): SeenOutput | null {
  try {
    const found = stored.safeParse(JSON.parse(storage.getItem(key) ?? "null"));
    return found.success ? found.data : null;
  } catch {
    // Damaged is as good as nothing: the marks begin anew.
    return null;
  }
}

export function saveSeen(storage: Storage, seen: SeenOutput): void {
  storage.setItem(key, JSON.stringify(seen));
}
