import { useEffect, useState } from "react";
import { useConnection, useConnectionState } from "../connection/useConnection.ts";
import { formatTime } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { classes } from "../ui/classes.ts";
import { StatusDot } from "../ui/StatusDot.tsx";
import { useConnectionPhase } from "./useConnectionPhase.ts";
import { useConnectionText } from "./useConnectionText.ts";

/** A break shorter than this is not worth a line that grows and moves the page. Milliseconds. */
const grownAfterMs = 800;

/** A phone's slim line: connecting, catching up or live, since when, and how slow. Touching it tries at once. */
export function ConnectionLine() {
  const connection = useConnection();
  const { kind } = useConnectionState();
  const { isCatchingUp, since, roundTrip } = useConnectionPhase();
  const text = useConnectionText();
  const t = useText();
  const language = useLanguage();
  const isLive = kind === "live";
  const isLost = useIsLost(isLive);
  const words = isCatchingUp ? t("connection.catchingUp") : text;
  const time = since === null || isCatchingUp ? null : formatTime(since, language);
  return (
    <button
      type="button"
      onClick={connection.wake}
      title={isLive ? undefined : t("connection.tryNow")}
      className={classes(
        "focus-inset flex w-full shrink-0 items-center gap-2 border-b border-line px-3 text-left text-12 text-muted",
        isLive ? "bg-surface" : "bg-accent-soft",
        // While it is live there is nothing to touch it for; once it is lost, a thumb must hit it.
        isLost ? "min-h-11" : "min-h-6",
      )}
    >
      {/* Said once a change, not once a second. */}
      <span role="status" className="sr-only">
        {isCatchingUp ? t("connection.catchingUp") : isLive ? t("connection.live") : t("connection.reconnecting")}
      </span>
      <span aria-hidden className="figures flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <StatusDot shape={isLive && !isCatchingUp ? "running" : "starting"} label={words} className="min-w-0" />
        {time !== null && <span className="shrink-0">{t("connection.since", { time })}</span>}
      </span>
      {isLost && <span className="shrink-0 font-medium text-accent">{t("connection.tryNow")}</span>}
      {isLive && roundTrip !== null && (
        <span className="figures shrink-0">{t("connection.roundTrip", { milliseconds: roundTrip })}</span>
      )}
    </button>
  );
}

/** Whether it has not been live for a while. */
function useIsLost(isLive: boolean): boolean {
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (isLive) {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), grownAfterMs);
    return () => clearTimeout(timer);
  }, [isLive]);
  return isLost;
}
