import { useEffect } from "react";
import { useShell } from "../../shell/shell.ts";
import { useSessionsActions } from "./actions/useSessionsActions.ts";
import { SessionDialogs } from "./SessionDialogs.tsx";
import { useLoadTools } from "./useLoadTools.ts";
import { useSessionsModel } from "./useSessions.ts";

/** What of the sessions goes on whichever page is shown: the stream, the commands, the dialogs. */
export function SessionsBackground() {
  const { connection } = useShell();
  const model = useSessionsModel();
  const loadTools = useLoadTools();
  useSessionsActions();
  useEffect(() => {
    const following = model.follow();
    return () => following[Symbol.dispose]();
  }, [model]);
  useEffect(() => {
    const live = connection.onLive(() => void loadTools(false));
    return () => live[Symbol.dispose]();
  }, [connection, loadTools]);
  return <SessionDialogs />;
}
