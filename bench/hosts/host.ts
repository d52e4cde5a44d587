import type { HistoryRow } from "#shared/contract/history.ts";

/** The size every benchmarked terminal has. */
export const benchSize = { columns: 120, rows: 40 } as const;

/** What a session runs: an argv, the same for both subjects. */
export interface Program {
  readonly executable: "/bin/bash";
  readonly arguments: readonly string[];
}

/** Something that runs programs in terminals and lets others watch: ours, and the bare relay it is compared with. */
export interface Subject {
  readonly name: "quarterdeck" | "phone" | "bare";
  /** In which column of the report it stands. */
  readonly side: "quarterdeck" | "bare";
  /** Starts a fresh host with empty data in a process of its own; resolves when it is ready. */
  startHost(): Promise<Host>;
}

export interface Host extends AsyncDisposable {
  /** How another process reaches this host; plain data. */
  readonly address: HostAddress;
  /** The port of this machine that clients reach it at. */
  readonly port: number;
  readonly pid: number;
  /** From before the process was made to its ready line. */
  readonly startMs: number;
  connect(): Promise<Wire>;
}

export type HostAddress =
  | { readonly kind: "quarterdeck"; readonly url: string; readonly token: string }
  | { readonly kind: "bare"; readonly url: string }
  | PhoneAddress;

/** The listener for phones, and the phones that are paired with it. */
export interface PhoneAddress {
  readonly kind: "phone";
  /** The origin; its name is what the certificate must be for. */
  readonly url: string;
  /** The port of this machine that the way there begins at: the listener's own, or that of a simulated network. */
  readonly through: number;
  /** The certificate that phones trust, PEM. */
  readonly authority: string;
  /** At least one. */
  readonly phones: readonly PairedPhone[];
}

/** What a paired phone keeps, as plain data. */
export interface PairedPhone {
  readonly serverKey: string;
  readonly phone: string;
  readonly phoneKey: string;
  readonly privateKey: JsonWebKey;
}

export interface RunningSession {
  readonly id: string;
  readonly pid: number;
}

/** One connection of a client. */
export interface Wire extends Disposable {
  /** `keepsOutput` asks the bare relay to remember what was printed; ours always does. */
  start(program: Program, options?: { readonly keepsOutput?: boolean }): Promise<RunningSession>;
  attach(session: string, viewer: ViewerOptions): Promise<Viewer>;
  /** How many bytes the session has printed so far. */
  printedBytes(session: string): Promise<number>;
  /** Rows that scrolled off, then those on the screen; null where the subject keeps no rows. */
  allRows(session: string): Promise<readonly HistoryRow[] | null>;
}

export type Delivery =
  | { readonly kind: "output"; readonly offset: number; readonly bytes: Uint8Array }
  | {
      readonly kind: "snapshot";
      readonly offset: number;
      readonly columns: number;
      readonly rows: number;
      readonly state: Uint8Array;
    };

export interface ViewerOptions {
  /** `complete` gets every byte; `live` may be brought up to date with a snapshot. The bare relay knows only the first. */
  readonly follow: "live" | "complete";
  /** Called in order. The receiver calls `acknowledge` when it is done with this delivery. */
  receive(delivery: Delivery, acknowledge: () => void): void;
}

export interface Viewer extends Disposable {
  type(bytes: Uint8Array): void;
}
