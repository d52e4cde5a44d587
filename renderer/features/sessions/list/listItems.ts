import type { Session } from "#shared/contract/sessions.ts";

export type SessionGroup = "running" | "ended";

/** What the list shows, top to bottom. */
export type ListItem =
  | { readonly kind: "group"; readonly group: SessionGroup; readonly count: number }
  | { readonly kind: "session"; readonly session: Session };

export function isRunning(session: Session): boolean {
  return session.status === "running" || session.status === "created";
}

/** Running sessions first, the newest of each group on top, so that the order does not change while they print. */
export function listItems(
  sessions: Iterable<Session>,
  filter: string,
  toolName: (key: string) => string,
): readonly ListItem[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = [...sessions].filter((session) => matches(session, words, toolName(session.tool)));
  const group = (name: SessionGroup, members: readonly Session[]): readonly ListItem[] =>
    members.length === 0
      ? []
      : [
          { kind: "group", group: name, count: members.length },
          ...members.map((session) => ({ kind: "session", session }) as const),
        ];
  return [
    ...group(
      "running",
      shown
        .filter(isRunning)
        .sort((left, right) => right.createdAt - left.createdAt || left.id.localeCompare(right.id)),
    ),
    ...group(
      "ended",
      shown
        .filter((session) => !isRunning(session))
        .sort((left, right) => endOf(right) - endOf(left) || left.id.localeCompare(right.id)),
    ),
  ];
}

function endOf(session: Session): number {
  return session.endedAt ?? session.createdAt;
}

/** Every word must be found somewhere in what a person can see of the session. */
function matches(session: Session, words: readonly string[], toolName: string): boolean {
  const text = [
    session.name,
    session.title,
    session.folder,
    session.lastLine,
    session.tool,
    toolName,
    ...session.arguments,
  ]
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The session `step` places from `current` in the list as shown; the first or last one if there is no current one. */
export function neighbour(items: readonly ListItem[], current: string | null, step: 1 | -1): string | null {
  const ids = items.flatMap((item) => (item.kind === "session" ? [item.session.id] : []));
  const index = current === null ? -1 : ids.indexOf(current);
  if (index < 0) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[Math.min(Math.max(index + step, 0), ids.length - 1)] ?? null;
}
