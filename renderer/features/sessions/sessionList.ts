import type { Session, SessionsEvent } from "#shared/contract/sessions.ts";

/** The sessions as last told by the server. `sequence` is null until the first snapshot. */
export interface SessionListState {
  readonly sequence: number | null;
  readonly byId: ReadonlyMap<string, Session>;
}

export const unknownSessions: SessionListState = { sequence: null, byId: new Map() };

/** The state after an event; null if events are missing before it, which only a fresh snapshot can mend. */
export function applySessionsEvent(state: SessionListState, event: SessionsEvent): SessionListState | null {
  if (event.kind === "snapshot")
    return { sequence: event.sequence, byId: new Map(event.sessions.map((session) => [session.id, session])) };
  if (state.sequence === null || event.sequence !== state.sequence + 1) return null;
  const byId = new Map(state.byId);
  if (event.kind === "changed") byId.set(event.session.id, event.session);
  else byId.delete(event.id);
  return { sequence: event.sequence, byId };
}
