import type { Session } from "#shared/contract/sessions.ts";
import type { Action } from "../../../shell/actions.ts";
import { focusedSession } from "../layout/paneLayout.ts";
import { type SessionsModel, sessionOf } from "../sessionsModel.ts";

/** An action of this part; the group is the same for all of them. */
export type SessionsAction = Omit<Action, "group">;

/** The session that actions mean: the one in front of the focused pane. */
export function currentSession(model: SessionsModel): Session | undefined {
  const state = model.store.getState();
  return sessionOf(state, focusedSession(state.layout));
}

/** Whether there is such a session, and one that passes the test. */
export function isCurrent(model: SessionsModel, test: (session: Session) => boolean = () => true): boolean {
  const session = currentSession(model);
  return session !== undefined && test(session);
}

/** Something to run with the current session, if there is one. */
export function withCurrent(model: SessionsModel, run: (session: Session) => void): () => void {
  return () => {
    const session = currentSession(model);
    if (session) run(session);
  };
}
