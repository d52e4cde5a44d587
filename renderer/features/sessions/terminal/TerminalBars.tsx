import { CircleStop, Eye, HardDrive, Keyboard, LoaderCircle, TriangleAlert, UserRound } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Session } from "#shared/contract/sessions.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { isRunning } from "../list/listItems.ts";
import { endSentence } from "../sessionStatus.ts";
import { useSessionActions } from "../useSessionActions.ts";
import { useSessionsModel } from "../useSessions.ts";
import { TerminalBar } from "./TerminalBar.tsx";
import type { SessionTerminal } from "./terminalPool.ts";
import type { Driving } from "./useDriving.ts";

export interface TerminalBarsProps {
  readonly session: Session;
  readonly terminal: SessionTerminal;
  readonly driving: Driving;
  /** False where that stands elsewhere. */
  readonly saysWhoDrives: boolean;
}

/** What there is to say about a terminal right now; usually nothing. */
export function TerminalBars({ session, terminal, driving, saysWhoDrives }: TerminalBarsProps) {
  const t = useText();
  const language = useLanguage();
  const maySteer = useMay("steer");
  const { phase, error, held, size, wasRefused } = useStore(terminal.feed.state);
  const shown = size ?? session;
  return (
    <>
      {phase === "catchingUp" && <TerminalBar icon={LoaderCircle} text={t("sessions.catchingUp")} />}
      {phase === "failed" && error && (
        <TerminalBar
          icon={TriangleAlert}
          tone="danger"
          text={t("sessions.attachFailed", { reason: describeError(error, language) })}
        >
          <Button size="small" onClick={terminal.feed.retry}>
            {t("app.tryAgain")}
          </Button>
        </TerminalBar>
      )}
      {session.historyProblem && (
        <TerminalBar
          icon={HardDrive}
          tone="danger"
          text={
            session.historyProblem === "disk-full" ? t("sessions.historyDiskFull") : t("sessions.historyWriteFailed")
          }
        />
      )}
      {saysWhoDrives && isRunning(session) && driving.isOthers && (
        <TerminalBar
          icon={Eye}
          text={t("sessions.viewingAt", {
            columns: shown.columns,
            rows: shown.rows,
            driver: session.driver?.label ?? "",
          })}
        >
          {maySteer && (
            <Button size="small" isBusy={driving.isBusy} onClick={driving.takeOver}>
              {t("sessions.takeOver")}
            </Button>
          )}
        </TerminalBar>
      )}
      {saysWhoDrives && isRunning(session) && session.driver === null && phase === "live" && maySteer && (
        <TerminalBar icon={UserRound} text={t("sessions.nobodyDrives", { columns: shown.columns, rows: shown.rows })}>
          <Button size="small" isBusy={driving.isBusy} onClick={driving.takeOver}>
            {t("sessions.fitHere")}
          </Button>
        </TerminalBar>
      )}
      {wasRefused && <TerminalBar icon={Keyboard} text={t("sessions.inputRefused")} />}
      {held && (
        <TerminalBar
          icon={Keyboard}
          tone="danger"
          text={
            <>
              {held.mayHaveArrived && (
                <>
                  {t("sessions.heldMaybe")} <HeldText text={held.maybeText} />{" "}
                </>
              )}
              {held.unsentText !== "" && (
                <>
                  {t("sessions.heldNot")} <HeldText text={held.unsentText} />
                </>
              )}
            </>
          }
        >
          {held.mayHaveArrived && held.unsentText !== "" && (
            <Button
              size="small"
              disabled={phase !== "live" && phase !== "catchingUp"}
              onClick={() => terminal.feed.resolveHeld("sendUnsent")}
            >
              {t("sessions.heldSendUnsent")}
            </Button>
          )}
          <Button
            size="small"
            disabled={phase !== "live" && phase !== "catchingUp"}
            onClick={() => terminal.feed.resolveHeld("send")}
          >
            {held.mayHaveArrived ? t("sessions.heldSendAgain") : t("sessions.heldSend")}
          </Button>
          <Button size="small" look="ghost" onClick={() => terminal.feed.resolveHeld("discard")}>
            {t("sessions.heldDiscard")}
          </Button>
        </TerminalBar>
      )}
    </>
  );
}

function HeldText({ text }: { readonly text: string }) {
  return <code className="mono rounded bg-selected px-1 break-all text-text">{text}</code>;
}

/** How a session ended, when, and the way to run it again. */
export function EndedBar({ session }: { readonly session: Session }) {
  const t = useText();
  const language = useLanguage();
  const model = useSessionsModel();
  const actions = useSessionActions();
  const mayStart = useMay("start");
  const [isBusy, setBusy] = useState(false);
  if (isRunning(session)) return null;
  const isBad = session.reason === "interrupted" || session.reason === "failed";
  const restart = async (): Promise<void> => {
    setBusy(true);
    await actions.restart(session);
    setBusy(false);
  };
  return (
    <TerminalBar
      icon={isBad ? TriangleAlert : CircleStop}
      tone={isBad ? "danger" : "plain"}
      text={
        <>
          <span className="text-text">{endSentence(session, t)}</span>
          {session.endedAt !== null && <span className="figures"> · {formatDateTime(session.endedAt, language)}</span>}
        </>
      }
    >
      <Button size="small" look="ghost" onClick={() => model.show(session.id, { kind: "replay", time: null })}>
        {t("sessions.replay")}
      </Button>
      {mayStart && (
        <Button size="small" look="primary" isBusy={isBusy} onClick={() => void restart()}>
          {t("sessions.restart")}
        </Button>
      )}
    </TerminalBar>
  );
}
