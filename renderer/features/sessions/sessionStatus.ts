import type { Session } from "#shared/contract/sessions.ts";
import type { Translate } from "../../i18n/texts.ts";
import type { StatusShape } from "../../ui/StatusDot.tsx";

/** The shape that stands for a session's status. */
export function statusShape({ status, reason, exitCode }: Session): StatusShape {
  if (status === "running") return "running";
  if (status === "created") return "starting";
  if (status === "error" || reason === "failed" || reason === "interrupted") return "failed";
  return reason === "exited" && exitCode !== 0 && exitCode !== null ? "failed" : "idle";
}

/** The word for it, short enough for a list. */
export function statusWord(session: Session, t: Translate): string {
  if (session.status === "running") return t("sessions.statusRunning");
  if (session.status === "created") return t("sessions.statusStarting");
  switch (session.reason) {
    case "exited":
      return session.exitCode === 0 || session.exitCode === null
        ? t("sessions.statusDone")
        : t("sessions.statusExit", { code: session.exitCode });
    case "signalled":
      return session.signal ?? t("sessions.statusEnded");
    case "stopped":
      return t("sessions.statusStopped");
    case "interrupted":
      return t("sessions.statusInterrupted");
    case "failed":
      return t("sessions.statusFailed");
    case null:
      return t("sessions.statusEnded");
  }
}

/** How the session ended, as a sentence. */
export function endSentence(session: Session, t: Translate): string {
  switch (session.reason) {
    case "exited":
      if (session.exitCode === null) return t("sessions.endUnknown");
      return session.exitCode === 0 ? t("sessions.endDone") : t("sessions.endExit", { code: session.exitCode });
    case "signalled":
      return t("sessions.endSignal", { signal: session.signal ?? "?" });
    case "stopped":
      return t("sessions.endStopped");
    case "interrupted":
      return t("sessions.endInterrupted");
    case "failed":
      return t("sessions.endFailed");
    case null:
      return t("sessions.endUnknown");
  }
}

/** A folder short enough to read: its last two parts. */
export function shortFolder(folder: string): string {
  const parts = folder.split("/").filter(Boolean);
  return parts.length <= 2 ? folder : `…/${parts.slice(-2).join("/")}`;
}
