import { AlignLeft, Image } from "lucide-react";
import { useStore } from "zustand";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import type { SessionTerminal } from "../terminal/terminalPool.ts";
import type { Driving } from "../terminal/useDriving.ts";
import { useSessionActions } from "../useSessionActions.ts";
import { useSessionsModel } from "../useSessions.ts";

export interface DriveBarProps {
  readonly session: Session;
  readonly terminal: SessionTerminal;
  readonly driving: Driving;
}

/** On a phone: who decides the terminal's size, taking that over and giving it back, and the two ways to watch meanwhile. */
export function DriveBar({ session, terminal, driving }: DriveBarProps) {
  const t = useText();
  const maySteer = useMay("steer");
  const { device } = useSessionsModel();
  const actions = useSessionActions();
  const watching = useStore(device, (view) => view.watching);
  const { size, phase } = useStore(terminal.feed.state);
  const isRunning = session.status === "running";
  const { columns, rows } = size ?? session;
  const sizeText = { columns, rows };
  return (
    <div
      data-swipe="none"
      className="flex min-h-12 shrink-0 items-center gap-1 border-t border-line bg-surface pr-1.5 pl-1 low:border-t-0"
    >
      {!driving.isDriving && (
        <IconButton
          icon={watching === "reflow" ? Image : AlignLeft}
          label={watching === "reflow" ? t("sessions.showFit") : t("sessions.showReflow")}
          onClick={() => device.setState({ watching: watching === "reflow" ? "fit" : "reflow" })}
        />
      )}
      <p role="status" className="figures min-w-0 flex-1 truncate pl-1 text-12 text-muted">
        {!isRunning
          ? t("sessions.sizeEnded", sizeText)
          : driving.isDriving
            ? t("sessions.youDrive", sizeText)
            : session.driver
              ? t("sessions.otherDrives", { ...sizeText, driver: session.driver.label })
              : t("sessions.noneDrives", sizeText)}
      </p>
      {isRunning && maySteer && driving.isDriving && (
        <Button size="small" onClick={() => void actions.stopDriving(session)}>
          {t("sessions.giveBack")}
        </Button>
      )}
      {isRunning && maySteer && !driving.isDriving && (
        <Button size="small" isBusy={driving.isBusy} disabled={phase !== "live"} onClick={driving.takeOver}>
          {t("sessions.drive")}
        </Button>
      )}
    </div>
  );
}
