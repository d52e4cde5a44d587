export const speeds = [0.5, 1, 2, 4, 8, 16] as const;
export type Speed = (typeof speeds)[number];

/** A pause longer than this counts as idle; what stays of it when idle is skipped is as long. */
export const idleMs = 1000;

/** Where the player stands. Times are of the recording, milliseconds since the epoch. */
export interface Playback {
  readonly position: number;
  readonly start: number;
  readonly end: number;
  readonly isPlaying: boolean;
  readonly speed: Speed;
  readonly skipsIdle: boolean;
}

/** A player at the beginning of a recording, paused. */
export function beginPlayback(start: number, end: number): Playback {
  return { position: start, start, end: Math.max(start, end), isPlaying: false, speed: 1, skipsIdle: true };
}

/**
 * The player after `elapsedMs` of real time. `nextEventAt` is the time of the next event not shown yet, null if there is none:
 * an idle gap before it is passed over, save its last second. At the end the player pauses.
 */
export function advance(playback: Playback, elapsedMs: number, nextEventAt: number | null): Playback {
  if (!playback.isPlaying) return playback;
  const moved = playback.position + elapsedMs * playback.speed;
  const next = nextEventAt ?? playback.end;
  const position =
    playback.skipsIdle && next - moved > idleMs * playback.speed ? next - idleMs * playback.speed : moved;
  if (position >= playback.end) return { ...playback, position: playback.end, isPlaying: false };
  return { ...playback, position };
}

/** The player at another time, within the recording. */
export function seek(playback: Playback, position: number): Playback {
  return { ...playback, position: Math.min(Math.max(position, playback.start), playback.end) };
}

/** Plays on; from the end it begins again. */
export function play(playback: Playback): Playback {
  return {
    ...playback,
    isPlaying: true,
    position: playback.position >= playback.end ? playback.start : playback.position,
  };
}

/** The next faster or slower speed; the same at either end. */
export function changeSpeed(speed: Speed, step: 1 | -1): Speed {
  return speeds[Math.min(Math.max(speeds.indexOf(speed) + step, 0), speeds.length - 1)] ?? speed;
}

/** The byte to read the recording from so as to show the moment `time`: the last known point at or before it. */
export function offsetAt(
  activity: readonly { readonly time: number; readonly offset: number }[],
  firstOffset: number,
  time: number,
): number {
  let offset = firstOffset;
  for (const point of activity) {
    if (point.time > time) break;
    offset = Math.max(point.offset, firstOffset);
  }
  return offset;
}

/** How busy the recording was in each of `buckets` equal parts of its time, from 0 to 1, for drawing the timeline. */
export function activityBars(
  activity: readonly { readonly time: number; readonly offset: number }[],
  start: number,
  end: number,
  buckets: number,
): readonly number[] {
  const bytes = Array<number>(buckets).fill(0);
  const span = Math.max(end - start, 1);
  for (let index = 1; index < activity.length; index += 1) {
    const point = activity[index];
    const before = activity[index - 1];
    if (!point || !before) continue;
    const bucket = Math.min(Math.max(Math.floor(((point.time - start) / span) * buckets), 0), buckets - 1);
    bytes[bucket] = (bytes[bucket] ?? 0) + Math.max(point.offset - before.offset, 0);
  }
  // The square root keeps a quiet stretch visible beside a flood.
  const largest = Math.sqrt(Math.max(...bytes, 1));
  return bytes.map((count) => Math.sqrt(count) / largest);
}

/** A length of time as people write it: 0:07, 12:30, 1:02:03. */
export function clockTime(durationMs: number): string {
  const seconds = Math.floor(Math.max(durationMs, 0) / 1000);
  const padded = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(seconds % 60)}` : `${minutes}:${padded(seconds % 60)}`;
}
