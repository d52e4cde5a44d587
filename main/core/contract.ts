import type { Link } from "#shared/link/link.ts";
import type { Attention } from "../attention/contract.ts";
import type { Log } from "../observability/log.ts";
import type { Sessions } from "../sessions/contract.ts";
import type { Caller } from "./caller.ts";
import type { Configuration } from "./configuration/configuration.ts";
import type { Platform } from "./platform.ts";

/** What a host gives the core. */
export interface CoreOptions {
  /** Absolute; made if it does not exist. */
  readonly dataFolder: string;
  readonly platform: Platform;
  /** What the command line says over file and environment: values by configuration path, as in `{ "server.port": 0 }`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** `--debug`: everything is logged, whatever the file and the environment say. An override of `logging.level` still counts. */
  readonly isDebug?: boolean;
}

/** The running house, as the two hosts see it. Disposing it ends everything in order; it answers when all is closed. */
export interface Core extends AsyncDisposable {
  readonly version: string;
  /** Where browsers, scripts and the command line reach it, without a trailing slash. */
  readonly url: string;
  /** Where phones connect; null while that is off or has failed. */
  readonly lanUrl: string | null;
  readonly dataFolder: string;
  /** A fresh link that signs a browser in once, within five minutes. */
  loginUrl(): string;
  /** Serves calls and terminals on a live link until it closes or the result is disposed. */
  serveLink(link: Link, caller: Caller): AsyncDisposable;
  readonly runningSessions: number;
  /** For what a host shows outside the window (the names of what runs, in the person's language) and what it has to tell the log. */
  readonly sessions: Pick<Sessions, "list" | "changes">;
  /** For the desktop's notifications and badge. */
  readonly attention: Pick<Attention, "attachDesktop" | "onChange" | "openCount" | "answer" | "acknowledge">;
  readonly configuration: Pick<Configuration, "current" | "onChange">;
  readonly log: Log;
}

/** The window of the desktop host: it sits at the machine, so it may do everything. */
export const desktopCaller: Caller = { kind: "desktop", label: "Desktop", scopes: ["admin"], credentialId: "desktop" };
