import { describe, expect, it, vi } from "vitest";
import type { RecordingPage } from "#shared/contract/history.ts";
import { createRecordingReader, type RecordedEvent } from "./recordingReader.ts";

const event = (time: number): RecordedEvent => ({ kind: "output", time, offset: time, data: btoa(String(time)) });
const keyframe = { offset: 0, time: 0, columns: 80, rows: 24, state: "" };
const pages: Readonly<Record<number, RecordingPage>> = {
  0: { keyframe, events: [event(10), event(20)], next: 20 },
  20: { keyframe: null, events: [event(30), event(40)], next: 40 },
  40: { keyframe: null, events: [event(50)], next: null },
};
const timeline = {
  firstOffset: 0,
  endOffset: 50,
  droppedBytes: 0,
  startTime: 0,
  endTime: 50,
  activity: [{ time: 0, offset: 0 }],
};
const fetchPage = async (from: number): Promise<RecordingPage> => {
  const page = pages[from];
  if (!page) throw new Error(`no page at ${from}`);
  return page;
};
const times = (events: readonly RecordedEvent[]): readonly number[] => events.map(({ time }) => time);

describe("reading a recording", () => {
  it("seeks across pages to a moment", async () => {
    const reader = createRecordingReader(timeline, fetchPage, vi.fn());
    const found = await reader.seek(35);
    expect(found.keyframe).toEqual(keyframe);
    expect(times(found.events)).toEqual([10, 20, 30]);
    expect(reader.nextTime()).toBe(40);
  });

  it("goes on to the end, each event once", async () => {
    const reader = createRecordingReader(timeline, fetchPage, vi.fn());
    await reader.seek(0);
    const shown = [...times(reader.take(25))];
    await vi.waitFor(() => expect(reader.isLoading).toBe(false));
    shown.push(...times(reader.take(45)));
    await vi.waitFor(() => expect(reader.isLoading).toBe(false));
    shown.push(...times(reader.take(99)));
    expect(shown).toEqual([10, 20, 30, 40, 50]);
    expect(reader.nextTime()).toBeNull();
  });

  it("drops what was on its way when another moment is chosen", async () => {
    const reader = createRecordingReader(timeline, fetchPage, vi.fn());
    const first = reader.seek(50);
    const second = reader.seek(10);
    await expect(first).rejects.toThrow("Another moment");
    expect(times((await second).events)).toEqual([10]);
  });

  it("tells when a page does not come", async () => {
    const onError = vi.fn();
    const reader = createRecordingReader(
      timeline,
      async (from) => (from === 0 ? fetchPage(0) : Promise.reject(new Error("gone"))),
      onError,
    );
    await reader.seek(0);
    reader.take(20);
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce());
  });
});
