import type { RecordingPage, Timeline } from "#shared/contract/history.ts";
import { offsetAt } from "./playback.ts";

export type RecordedEvent = RecordingPage["events"][number];
type Keyframe = NonNullable<RecordingPage["keyframe"]>;

export type FetchRecording = (from: number, withKeyframe: boolean) => Promise<RecordingPage>;

/** Reads a recording from any moment on, a page ahead of what is shown. */
export interface RecordingReader {
  /** The state to begin with so as to show `time`, and the events up to it; afterwards `next` goes on from there. */
  seek(time: number): Promise<{ readonly keyframe: Keyframe | null; readonly events: readonly RecordedEvent[] }>;
  /** The time of the next event, if it is loaded; null at the end and while the next page is on its way. */
  nextTime(): number | null;
  /** Takes the events up to `time`, and asks for the next page when few are left. */
  take(time: number): readonly RecordedEvent[];
  /** More is on its way: the player waits for it instead of running past it. */
  readonly isLoading: boolean;
}

const fewEvents = 50;

/** A reader at no moment yet: seek first. A page that fails to come is told through `onError`, and asked for again at the next take. */
export function createRecordingReader(
  timeline: Timeline,
  fetchPage: FetchRecording,
  onError: (error: unknown) => void,
): RecordingReader {
  let events: readonly RecordedEvent[] = [];
  let position = 0;
  let next: number | null = null;
  let generation = 0;
  let isLoading = false;

  const loadMore = async (): Promise<void> => {
    if (next === null || isLoading) return;
    const mine = generation;
    isLoading = true;
    try {
      const page = await fetchPage(next, false);
      if (mine !== generation) return;
      events = [...events.slice(position), ...page.events];
      position = 0;
      next = page.next;
    } catch (error) {
      if (mine === generation) onError(error);
    } finally {
      if (mine === generation) isLoading = false;
    }
  };
  const takeUntil = (time: number): readonly RecordedEvent[] => {
    const begin = position;
    while (position < events.length && (events[position]?.time ?? Number.POSITIVE_INFINITY) <= time) position += 1;
    return events.slice(begin, position);
  };

  return {
    get isLoading() {
      return isLoading;
    },
    seek: async (time) => {
      generation += 1;
      const mine = generation;
      isLoading = true;
      const collected: RecordedEvent[] = [];
      let page = await fetchPage(offsetAt(timeline.activity, timeline.firstOffset, time), true);
      const { keyframe } = page;
      for (;;) {
        if (mine !== generation) throw new DOMException("Another moment was chosen", "AbortError");
        events = page.events;
        position = 0;
        next = page.next;
        collected.push(...takeUntil(time));
        if (position < events.length || next === null) break;
        page = await fetchPage(next, false);
      }
      isLoading = false;
      return { keyframe, events: collected };
    },
    nextTime: () => events[position]?.time ?? null,
    take: (time) => {
      const taken = takeUntil(time);
      if (events.length - position < fewEvents) void loadMore();
      return taken;
    },
  };
}
