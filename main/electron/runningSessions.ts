import type { Session, SessionsEvent } from "#shared/contract/sessions.ts";
import type { Core } from "../core/contract.ts";

/** What runs now, the latest started first; told again whenever a name or the list itself changes. */
export interface RunningSessions {
  readonly names: readonly string[];
  onChange(listener: () => void): void;
}

/** Follows the core's sessions until aborted. Output changes sessions many times a second; only names and ends are told on. */
export function followRunningSessions(core: Pick<Core, "sessions" | "log">, signal: AbortSignal): RunningSessions {
  const listeners = new Set<() => void>();
  const known = new Map<string, Session>();
  let names: readonly string[] = [];

  const follow = async (): Promise<void> => {
    for await (const event of core.sessions.changes(signal)) {
      apply(known, event);
      const current = runningNames(known.values());
      if (current.length === names.length && current.every((name, index) => name === names[index])) continue;
      names = current;
      for (const listener of listeners) listener();
    }
  };
  follow().catch((error: unknown) => {
    if (!signal.aborted) core.log.error("The desktop no longer knows what runs", { error });
  });

  return {
    get names() {
      return names;
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
  };
}

function apply(known: Map<string, Session>, event: SessionsEvent): void {
  if (event.kind === "deleted") {
    known.delete(event.id);
    return;
  }
  if (event.kind === "snapshot") known.clear();
  for (const session of event.kind === "snapshot" ? event.sessions : [event.session]) known.set(session.id, session);
}

function runningNames(sessions: Iterable<Session>): readonly string[] {
  return [...sessions]
    .filter(({ status }) => status === "running")
    .sort((first, second) => (second.startedAt ?? 0) - (first.startedAt ?? 0))
    .map(({ name }) => name);
}
