import type {
  HistoryRow,
  HistoryRows,
  RecordingPage,
  SearchEvent,
  SearchRequest,
  Timeline,
} from "#shared/contract/history.ts";
import type { EndReason, Session, SessionsEvent, StartSession, TerminalSize } from "#shared/contract/sessions.ts";
import type { Link } from "#shared/link/link.ts";
import type { Caller } from "../core/caller.ts";
import type { Notification } from "./signals/notifications.ts";

/** The sessions part as the rest of the house sees it. Methods throw the AppErrors that the contract declares for them. */
export interface Sessions extends AsyncDisposable {
  list(): readonly Session[];
  get(id: string): Session;
  /** A snapshot, then numbered changes, until aborted. A reader that does not keep up gets a fresh snapshot, never a growing queue. */
  changes(signal?: AbortSignal): AsyncIterable<SessionsEvent>;
  /** What running sessions do, told at once and in order; the listener must not throw. Ends with the result's disposal. */
  onSignal(listener: (signal: SessionSignal) => void): Disposable;
  start(request: StartSession): Promise<Session>;
  restart(id: string): Promise<Session>;
  stop(id: string): Promise<Session>;
  interrupt(id: string): Promise<Session>;
  sendInput(id: string, text: string, isPaste: boolean): Promise<number>;
  rename(id: string, name: string): Promise<Session>;
  delete(id: string): Promise<void>;
  readonly runningCount: number;
  /** Folders sessions were started in, the latest first, at most 20. */
  recentFolders(): readonly string[];
  readonly history: History;
  /** Serves the terminal channel of a link until the link closes or the result is disposed. */
  openTerminals(link: Link, caller: Caller): Terminals;
}

/** One link's terminals; the calls of shared/contract/terminals.ts. */
export interface Terminals extends Disposable {
  attach(request: {
    stream: number;
    session: string;
    follow: "live" | "complete";
    resumeFrom?: number | undefined;
    size?: TerminalSize | undefined;
    credit?: number | undefined;
  }): Promise<{ viewer: string; driving: boolean }>;
  detach(stream: number): void;
  takeOver(stream: number, size: TerminalSize): void;
  release(stream: number): void;
}

/** What was printed, kept on disk; the calls of shared/contract/history.ts. */
export interface History {
  rows(id: string, first: number, count: number): Promise<HistoryRows>;
  screen(
    id: string,
  ): Promise<{ rows: HistoryRow[]; screenTop: number; cursor: { column: number; row: number }; isAlternate: boolean }>;
  search(request: SearchRequest, signal?: AbortSignal): AsyncIterable<SearchEvent>;
  locate(id: string, offset: number): Promise<{ row: number | null; time: number; isAlternate: boolean }>;
  timeline(id: string): Promise<Timeline>;
  recording(id: string, from: number, withKeyframe: boolean): Promise<RecordingPage>;
  export(
    id: string,
    format: "text" | "ansi" | "asciicast",
    cursor: number,
  ): Promise<{ data: string; next: number | null; fileName: string }>;
}

/**
 * What a running session lets others know at once. Only live output raises signals: reading history, replaying it and restarting
 * the app do not. `output` comes with every piece of it, so listeners do little.
 */
export type SessionSignal = { readonly session: string } & (
  | { readonly kind: "started" }
  | { readonly kind: "output" }
  | { readonly kind: "bell" }
  | ({ readonly kind: "notification" } & Notification)
  /** A person typed into it, on whatever surface. */
  | { readonly kind: "typed" }
  /** A person only moved a cursor or a selection. */
  | { readonly kind: "moved" }
  /** A person turned to it: its terminal got the focus. */
  | { readonly kind: "looked" }
  | { readonly kind: "resized" }
  | {
      readonly kind: "ended";
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly reason: EndReason;
    }
);

/** How one sees that a tool has worked and now waits for the person. */
export interface WaitingRule {
  /** Nothing was printed for this long. */
  readonly quietMs: number;
  /** One of the last lines on the screen must look like this; any will do if left out. */
  readonly prompt?: RegExp;
  /** The line above a numbered menu that asks for permission; the number of an option chooses it. */
  readonly menu?: RegExp;
}
