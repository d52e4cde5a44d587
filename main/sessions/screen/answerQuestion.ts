import { exportHistory } from "../queries/exportHistory.ts";
import { locate } from "../queries/locate.ts";
import { readRecording } from "../queries/recording.ts";
import { type Breathe, readRows } from "../queries/rows.ts";
import { readScreen } from "../queries/screenRows.ts";
import { searchHistory } from "../queries/searchHistory.ts";
import { readTimeline } from "../queries/timeline.ts";
import type { LiveScreen } from "./liveScreen.ts";
import type { Question, Questions, ScreenPlace } from "./protocol.ts";

/** Questions that are answered from a session's screen and files; "seen" is the screens' own. */
export type ScreenQuestion = Exclude<Question, { kind: "seen" }>;

/** Answers from an up-to-date screen. What a search finds goes to `tellPart`; its answer is null. */
export async function answerQuestion(
  screen: LiveScreen,
  { folder, session }: ScreenPlace,
  question: ScreenQuestion,
  breathe: Breathe,
  tellPart: (part: Questions["search"]["answer"]) => void,
): Promise<{ readonly value: unknown; readonly transfer?: ArrayBuffer[] }> {
  switch (question.kind) {
    case "snapshot": {
      const { state, ...snapshot } = screen.snapshot();
      const bytes = new TextEncoder().encode(state);
      return { value: { ...snapshot, state: bytes }, transfer: [bytes.buffer] };
    }
    case "rows":
      return { value: await readRows(folder, screen, question.first, question.count, breathe) };
    case "screen":
      return { value: readScreen(screen) };
    case "locate":
      return { value: await locate(folder, screen.keyframes, question.offset, breathe) };
    case "timeline":
      return { value: readTimeline(folder) };
    case "recording":
      return { value: readRecording(folder, screen.keyframes, question.from, question.withKeyframe) };
    case "export":
      return {
        value: await exportHistory(folder, screen, question.format, question.cursor, question.title, breathe),
      };
    case "search": {
      for await (const part of searchHistory(folder, session, question, breathe)) tellPart(part);
      return { value: null };
    }
  }
}
