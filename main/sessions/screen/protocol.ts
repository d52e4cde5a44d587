import type { ExportFormat, HistoryRows, RecordingPage, SearchMatch, Timeline } from "#shared/contract/history.ts";
import type { ScreenRows } from "../queries/screenRows.ts";

/** A session's place on disk, and its size before any output: enough to open its screen at any time. */
export interface ScreenPlace {
  readonly session: string;
  readonly folder: string;
  readonly columns: number;
  readonly rows: number;
}

export interface Snapshot {
  readonly offset: number;
  readonly columns: number;
  readonly rows: number;
  readonly firstRow: number;
  /** UTF-8; written to a fresh terminal of this size it gives the same screen. */
  readonly state: Uint8Array;
}

/** What can be asked, and what the answer is. */
export interface Questions {
  snapshot: { readonly asked: { readonly atLeast: number }; readonly answer: Snapshot };
  rows: { readonly asked: { readonly first: number; readonly count: number }; readonly answer: HistoryRows };
  /** Says at once what is otherwise told by and by: the last of what an open screen shows was told when this is answered. */
  seen: { readonly asked: object; readonly answer: null };
  screen: { readonly asked: object; readonly answer: ScreenRows };
  locate: {
    readonly asked: { readonly offset: number };
    readonly answer: { row: number | null; time: number; isAlternate: boolean };
  };
  timeline: { readonly asked: object; readonly answer: Timeline };
  recording: {
    readonly asked: { readonly from: number; readonly withKeyframe: boolean };
    readonly answer: RecordingPage;
  };
  export: {
    readonly asked: { readonly format: ExportFormat; readonly cursor: number; readonly title: string };
    readonly answer: { readonly data: Uint8Array; readonly next: number | null };
  };
  /** Answered in parts. */
  search: {
    readonly asked: {
      readonly query: string;
      readonly caseSensitive: boolean;
      readonly context: number;
      readonly limit: number;
    };
    readonly answer: { readonly matches: SearchMatch[]; readonly searchedBytes: number };
  };
}

export type QuestionKind = keyof Questions;
export type Question = { [Kind in QuestionKind]: { readonly kind: Kind } & Questions[Kind]["asked"] }[QuestionKind];

export type ToScreens =
  /** A program started whose output begins at `from`. */
  | { readonly kind: "open"; readonly place: ScreenPlace; readonly from: number }
  | { readonly kind: "advance"; readonly session: string; readonly offset: number; readonly bytes?: Uint8Array }
  | {
      readonly kind: "resize";
      readonly session: string;
      readonly offset: number;
      readonly columns: number;
      readonly rows: number;
    }
  /** The program has ended: parse the rest and put the screen away. */
  | { readonly kind: "close"; readonly session: string }
  /** The session is being deleted: write nothing of it any more. */
  | { readonly kind: "forget"; readonly session: string }
  | { readonly kind: "ask"; readonly id: number; readonly place: ScreenPlace; readonly question: Question }
  | { readonly kind: "cancel"; readonly id: number };

export type FromScreens =
  | { readonly kind: "parsed"; readonly session: string; readonly offset: number }
  /** Input for the program: an answer to what it asked its terminal. */
  | { readonly kind: "answer"; readonly session: string; readonly text: string }
  | {
      readonly kind: "seen";
      readonly session: string;
      readonly title: string;
      readonly lastLine: string;
      readonly isBracketedPaste: boolean;
    }
  | { readonly kind: "part"; readonly id: number; readonly value: unknown }
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "broken"; readonly session: string; readonly message: string };
