import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Timeline } from "#shared/contract/history.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { toAppError } from "../../../connection/callOutcome.ts";
import { isAbort } from "../../../connection/isRetryable.ts";
import { useShell } from "../../../shell/shell.ts";
import { isHandheld } from "../../../ui/useMediaQuery.ts";
import { fromBase64 } from "../export/exportPages.ts";
import { createScreen, type Fit, type Screen } from "../terminal/screen.ts";
import { advance, beginPlayback, type Playback, play, seek } from "./playback.ts";
import { createRecordingReader, type RecordedEvent, type RecordingReader } from "./recordingReader.ts";

export interface Player {
  /** Null until the timeline is known. */
  readonly playback: Playback | null;
  readonly timeline: Timeline | null;
  readonly error: AppError | null;
  readonly isSeeking: boolean;
  readonly change: (change: (playback: Playback) => Playback) => void;
  readonly seekTo: (time: number) => void;
  readonly toggle: () => void;
}

/** Plays a session's recording into a terminal of its own inside `area`. */
export function usePlayer(session: string, startTime: number | null, area: RefObject<HTMLElement | null>): Player {
  const { connection, appearance } = useShell();
  const [timeline, setTimeline] = useState<Timeline | null>(null);
  const [playback, setPlayback] = useState<Playback | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isSeeking, setSeeking] = useState(false);
  const current = useRef<Playback | null>(null);
  const screen = useRef<Screen | null>(null);
  const reader = useRef<RecordingReader | null>(null);

  const update = useCallback((next: Playback) => {
    current.current = next;
    setPlayback(next);
  }, []);
  const fail = useCallback((thrown: unknown) => {
    if (!isAbort(thrown)) setError(toAppError(thrown));
  }, []);
  const seekTo = useCallback(
    (time: number) => {
      if (!current.current || !reader.current || !screen.current) return;
      const target = seek(current.current, time);
      update(target);
      setSeeking(true);
      reader.current
        .seek(target.position)
        .then(({ keyframe, events }) => {
          if (!screen.current) return;
          const size = keyframe ? { columns: keyframe.columns, rows: keyframe.rows } : { columns: 80, rows: 24 };
          screen.current.restore(size, new TextEncoder().encode(keyframe?.state ?? ""), () => setSeeking(false));
          show(screen.current, events);
        })
        .catch(fail);
    },
    [update, fail],
  );

  useEffect(() => {
    if (!area.current) return;
    const { terminalFontSize, terminalFontFamily } = appearance.getState();
    const made = createScreen(
      { fontSize: terminalFontSize, fontFamily: terminalFontFamily, scrollback: 1000 },
      () => undefined,
    );
    made.terminal.options.disableStdin = true;
    made.mount(area.current);
    made.setFit(fitHere());
    screen.current = made;
    const observer = new ResizeObserver(() => made.setFit(fitHere()));
    observer.observe(area.current);
    const abort = new AbortController();
    connection
      .call(`history:timeline:${session}`, (client, signal) => client.history.timeline({ id: session }, { signal }))
      .then((found) => {
        if (abort.signal.aborted) return;
        setTimeline(found);
        reader.current = createRecordingReader(
          found,
          (from, withKeyframe) =>
            connection.call(`history:recording:${session}:${from}:${withKeyframe}`, (client, signal) =>
              client.history.recording({ id: session, from, withKeyframe }, { signal }),
            ),
          fail,
        );
        update(beginPlayback(found.startTime, found.endTime));
        seekTo(startTime ?? found.startTime);
      })
      .catch(fail);
    return () => {
      abort.abort();
      observer.disconnect();
      made[Symbol.dispose]();
      screen.current = null;
      reader.current = null;
    };
  }, [session, startTime, area, connection, appearance, update, seekTo, fail]);

  const isPlaying = playback?.isPlaying === true;
  useEffect(() => {
    if (!isPlaying) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function tick(now: number) {
      const before = current.current;
      const recording = reader.current;
      // While a page is on its way the clock stands: nothing is passed over unseen.
      if (before?.isPlaying && recording && screen.current && !(recording.isLoading && recording.nextTime() === null)) {
        const next = advance(before, now - last, recording.nextTime());
        show(screen.current, recording.take(next.position));
        update(next);
      }
      last = now;
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, update]);

  const change = useCallback(
    (apply: (playback: Playback) => Playback) => {
      if (current.current) update(apply(current.current));
    },
    [update],
  );
  const toggle = useCallback(() => {
    const now = current.current;
    if (!now) return;
    if (now.isPlaying) return update({ ...now, isPlaying: false });
    const next = play(now);
    if (next.position !== now.position) seekTo(next.position);
    update(next);
  }, [update, seekTo]);
  return { playback, timeline, error, isSeeking, change, seekTo, toggle };
}

function show(screen: Screen, events: readonly RecordedEvent[]): void {
  for (const event of events) {
    if (event.kind === "output") screen.write(fromBase64(event.data), () => undefined);
    else screen.resize({ columns: event.columns, rows: event.rows });
  }
}

/** On a phone as wide as the screen, and panned; else seen whole. */
function fitHere(): Fit {
  return isHandheld() ? { kind: "width", zoom: 1 } : { kind: "whole" };
}
