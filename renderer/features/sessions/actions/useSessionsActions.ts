import { useMemo } from "react";
import type { Action } from "../../../shell/actions.ts";
import { useActions } from "../../../shell/shell.ts";
import type { SessionsAction } from "./currentSession.ts";
import { useGoingActions } from "./useGoingActions.ts";
import { useOpenActions } from "./useOpenActions.ts";
import { usePaneActions } from "./usePaneActions.ts";
import { useSteeringActions } from "./useSteeringActions.ts";
import { useTerminalActions } from "./useTerminalActions.ts";
import { useViewingActions } from "./useViewingActions.ts";

/** Registers everything that can be done with sessions: the palette lists it, keys run it. */
export function useSessionsActions(): void {
  useGroup(useGoingActions());
  useGroup(useSteeringActions());
  useGroup(usePaneActions());
  useGroup(useViewingActions());
  useGroup(useTerminalActions());
  useGroup(useOpenActions());
}

function useGroup(actions: readonly SessionsAction[]): void {
  useActions(
    useMemo(() => actions.map((action): Action => ({ ...action, group: (t) => t("sessions.title") })), [actions]),
  );
}
