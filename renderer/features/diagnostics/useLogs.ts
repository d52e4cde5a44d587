import { useEffect, useState } from "react";
import type { LogEntry } from "#shared/contract/system.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";

export interface LogFilter {
  readonly level: LogEntry["level"];
  readonly contains: string;
}

export interface Logs {
  readonly entries: readonly LogEntry[] | null;
  readonly error: AppError | null;
}

/** As many as the server gives at once. */
const limit = 1000;
/** New entries appear about as fast as one reads. */
const followEveryMs = 2000;
/** Typing settles before the server is asked. */
const typingPauseMs = 150;

/** The newest entries that fit the filter; while following, and the page is visible, asked for again and again. */
export function useLogs({ level, contains }: LogFilter, isFollowing: boolean): Logs {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [logs, setLogs] = useState<Logs>({ entries: null, error: null });

  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      if (document.visibilityState === "hidden" || connection.state.getState().kind !== "live") return;
      const input = { level, limit, ...(contains === "" ? {} : { contains }) };
      const outcome = await call(
        `system.logs:${level}:${contains}`,
        (client, signal) => client.system.logs(input, { signal }),
        {
          label: t("diagnostics.logLoad"),
          isQuiet: true,
        },
      );
      if (!isCurrent || outcome.kind === "cancelled") return;
      setLogs((before) =>
        outcome.kind === "done" ? { entries: outcome.value, error: null } : { ...before, error: outcome.error },
      );
    };
    const first = setTimeout(() => void load(), typingPauseMs);
    const timer = isFollowing ? setInterval(() => void load(), followEveryMs) : undefined;
    return () => {
      isCurrent = false;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [connection, call, t, level, contains, isFollowing]);

  return logs;
}
