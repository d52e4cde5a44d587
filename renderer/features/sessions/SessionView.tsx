import type { Session } from "#shared/contract/sessions.ts";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { HistoryView } from "./history/HistoryView.tsx";
import { ReplayView } from "./replay/ReplayView.tsx";
import { SessionAttention } from "./SessionAttention.tsx";
import { viewOf } from "./sessionsModel.ts";
import { TerminalView } from "./terminal/TerminalView.tsx";
import { useSessions, useSessionsModel } from "./useSessions.ts";

/** A session in its pane: what needs the user, the live terminal, its history over it, or the replay instead of it. */
export function SessionView({ session, isFocused }: { readonly session: Session; readonly isFocused: boolean }) {
  const model = useSessionsModel();
  const isWide = useIsWide();
  const view = useSessions((state) => viewOf(state, session.id));
  const close = (): void => model.show(session.id, { kind: "live" });
  if (view.kind === "replay") {
    return <ReplayView session={session} startTime={view.time} onClose={close} />;
  }
  return (
    <>
      {/* On a phone it stands below the terminal, with its answers where the thumb is; the history covers it there. */}
      {(isWide || view.kind === "history") && <SessionAttention session={session.id} />}
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        <TerminalView session={session} isFocused={isFocused} isCovered={view.kind === "history"} />
        {view.kind === "history" && (
          <HistoryView key={view.row ?? "end"} session={session} row={view.row} isFocused={isFocused} onClose={close} />
        )}
      </div>
    </>
  );
}
