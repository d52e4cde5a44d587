import type { Session } from "#shared/contract/sessions.ts";
import { useMay } from "../../../shell/shell.ts";
import { useIsHandheld } from "../../../ui/useMediaQuery.ts";
import { SessionAttention } from "../SessionAttention.tsx";
import type { SessionTerminal } from "../terminal/terminalPool.ts";
import type { Driving } from "../terminal/useDriving.ts";
import { DriveBar } from "./DriveBar.tsx";
import { InputLine } from "./InputLine.tsx";
import { KeyBar } from "./KeyBar.tsx";

export interface PhoneControlsProps {
  readonly session: Session;
  readonly terminal: SessionTerminal;
  readonly driving: Driving;
}

/** Below a terminal on a phone, within the thumb's reach: what needs the user, how it is watched, a line to write and the missing keys. */
export function PhoneControls({ session, terminal, driving }: PhoneControlsProps) {
  const maySteer = useMay("steer");
  const isHandheld = useIsHandheld();
  const mayType = maySteer && session.status === "running";
  return (
    <div className="flex shrink-0 flex-col bg-surface pb-[calc(4px+env(safe-area-inset-bottom))]">
      <SessionAttention session={session.id} />
      <div className="flex flex-col low:flex-row-reverse low:border-t low:border-line">
        {isHandheld && <DriveBar session={session} terminal={terminal} driving={driving} />}
        {mayType && <InputLine terminal={terminal} />}
      </div>
      {mayType && <KeyBar terminal={terminal} tool={session.tool} />}
    </div>
  );
}
