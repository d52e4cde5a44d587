import { Pause, Play, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { Checkbox } from "../../../ui/Checkbox.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { activityBars, changeSpeed, clockTime, type Speed, speeds } from "./playback.ts";
import { SeekBar } from "./SeekBar.tsx";
import { usePlayer } from "./usePlayer.ts";

export interface ReplayViewProps {
  readonly session: Session;
  readonly startTime: number | null;
  /** Back to the live terminal. */
  readonly onClose: () => void;
}

const jumpMs = 5000;

/** What a session did, played again with its own timing. Space plays, arrows jump, Escape goes back. */
export function ReplayView({ session, startTime, onClose }: ReplayViewProps) {
  const t = useText();
  const language = useLanguage();
  const area = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLElement>(null);
  const { playback, timeline, error, isSeeking, change, seekTo, toggle } = usePlayer(session.id, startTime, area);
  const bars = useMemo(
    () => (timeline ? activityBars(timeline.activity, timeline.startTime, timeline.endTime, 120) : []),
    [timeline],
  );
  useEffect(() => frame.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (
      !playback ||
      (event.target instanceof Element &&
        event.target !== frame.current &&
        event.target.closest("button, [role=slider], [role=checkbox]") &&
        event.key === " ")
    )
      return;
    const actions = new Map<string, () => void>([
      [" ", toggle],
      ["k", toggle],
      ["ArrowLeft", () => seekTo(playback.position - jumpMs)],
      ["ArrowRight", () => seekTo(playback.position + jumpMs)],
      ["Home", () => seekTo(playback.start)],
      ["End", () => seekTo(playback.end)],
      ["+", () => change((now) => ({ ...now, speed: changeSpeed(now.speed, 1) }))],
      ["-", () => change((now) => ({ ...now, speed: changeSpeed(now.speed, -1) }))],
      ["Escape", onClose],
    ]);
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions.get(event.key);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <section
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a player takes keys as a whole
      tabIndex={0}
      aria-label={t("sessions.replayOf", { name: session.name })}
      onKeyDown={onKeyDown}
      data-testid="replay"
      className="group/replay flex min-h-0 min-w-0 flex-1 flex-col outline-none"
    >
      <div className="relative min-h-0 flex-1 bg-terminal py-1 pl-2">
        <div ref={area} className="relative h-full w-full overflow-hidden" />
        {(isSeeking || !playback) && !error && (
          <p className="absolute top-2 right-3 flex items-center gap-2 rounded bg-raised px-2 py-1 text-12 text-muted">
            <Spinner /> {t("sessions.loadingRecording")}
          </p>
        )}
        {error && (
          <p className="absolute inset-x-4 top-4 rounded border border-line bg-raised p-3 text-13 text-danger">
            {describeError(error, language)}
          </p>
        )}
      </div>
      <footer className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line group-focus-visible/replay:border-focus bg-surface px-2 py-1.5 text-12 text-muted">
        <IconButton
          icon={playback?.isPlaying ? Pause : Play}
          label={playback?.isPlaying ? t("sessions.pause") : t("sessions.play")}
          keys={["Space"]}
          tooltipSide="top"
          disabled={!playback}
          onClick={toggle}
        />
        {playback && (
          <>
            <span className="figures" role="timer">
              {clockTime(playback.position - playback.start)} / {clockTime(playback.end - playback.start)}
            </span>
            <SeekBar
              playback={playback}
              bars={bars}
              label={t("sessions.timeline")}
              valueText={formatDateTime(playback.position, language)}
              onSeek={seekTo}
            />
            <span className="figures max-wide:hidden">{formatDateTime(playback.position, language)}</span>
            <Select<`${Speed}`>
              label={t("sessions.speed")}
              isLabelHidden
              value={`${playback.speed}`}
              options={speeds.map((speed) => ({ value: `${speed}` as const, label: `${speed}×` }))}
              onChange={(value) =>
                change((now) => ({ ...now, speed: speeds.find((speed) => `${speed}` === value) ?? 1 }))
              }
              className="w-20"
            />
            <Checkbox
              label={t("sessions.skipIdle")}
              isChecked={playback.skipsIdle}
              onChange={(skipsIdle) => change((now) => ({ ...now, skipsIdle }))}
            />
          </>
        )}
        <IconButton
          icon={X}
          label={t("sessions.backToLive")}
          keys={["Esc"]}
          tooltipSide="top"
          className="ml-auto"
          onClick={onClose}
        />
      </footer>
    </section>
  );
}
