import { useMemo } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../i18n/useText.ts";
import { type Outcome, useCall } from "../../shell/useCall.ts";
import { useSessionsModel } from "./useSessions.ts";

/** What can be done to a session; each is one call with retries that tells the person when it fails. */
export interface SessionActions {
  restart(session: Session): Promise<Outcome<Session>>;
  stop(session: Session): Promise<Outcome<Session>>;
  /** Whether this page decides the size of the session's terminal. */
  isDriving(session: Session): boolean;
  /** Gives that up: the size stays until somebody takes over. */
  stopDriving(session: Session): Promise<Outcome<void>>;
  interrupt(session: Session): Promise<Outcome<Session>>;
  rename(session: Session, name: string): Promise<Outcome<Session>>;
  remove(session: Session): Promise<Outcome<{ id: string }>>;
}

/** The actions on sessions. */
export function useSessionActions(): SessionActions {
  const call = useCall();
  const t = useText();
  const model = useSessionsModel();
  return useMemo(
    () => ({
      restart: async ({ id, name }) => {
        const outcome = await call(
          `session:restart:${id}`,
          (client, signal) => client.sessions.restart({ id }, { signal }),
          { label: t("sessions.restartingNamed", { name }) },
        );
        if (outcome.kind === "done") model.show(id, { kind: "live" });
        return outcome;
      },
      stop: ({ id, name }) =>
        call(`session:stop:${id}`, (client, signal) => client.sessions.stop({ id }, { signal }), {
          label: t("sessions.stoppingNamed", { name }),
        }),
      isDriving: ({ id, driver }) =>
        driver !== null && driver.viewer === model.pool.find(id)?.feed.state.getState().viewer,
      stopDriving: ({ id }) =>
        call(`terminal:release:${id}`, async (client, signal) => model.pool.find(id)?.feed.release(client, signal), {
          label: t("sessions.releasing"),
        }),
      interrupt: ({ id, name }) =>
        call(`session:interrupt:${id}`, (client, signal) => client.sessions.interrupt({ id }, { signal }), {
          label: t("sessions.interruptingNamed", { name }),
        }),
      rename: ({ id, name: before }, name) =>
        call(`session:rename:${id}`, (client, signal) => client.sessions.rename({ id, name }, { signal }), {
          label: t("sessions.renamingNamed", { name: before }),
        }),
      remove: ({ id, name }) =>
        call(`session:delete:${id}`, (client, signal) => client.sessions.delete({ id }, { signal }), {
          label: t("sessions.deletingNamed", { name }),
        }),
    }),
    [call, t, model],
  );
}
