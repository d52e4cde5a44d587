import type { Session } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import type { Attention } from "../contract.ts";

export interface HooksDeps {
  readonly attention: Pick<Attention, "raise" | "close" | "closeSession" | "outcome">;
  readonly session: (id: string) => Session;
  readonly log: Log;
  /** Where `quarterdeck hook` reaches this instance: `http://127.0.0.1:<port>/hook`. */
  readonly url: () => string;
  /** The command line that runs `quarterdeck hook`, executable first. */
  readonly command: () => readonly string[];
  /** A folder of this instance's own for configuration files that tools read. */
  readonly folder: string;
}

/** What a tool is started with so that it calls our hook: added to its own arguments and environment. */
export interface ToolAdditions {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The hooks of running sessions. */
export interface Hooks {
  /** A new secret for a session that starts now, and what its tool is given; an earlier secret of the session ends. */
  prepare(session: string, tool: string): Promise<ToolAdditions>;
  /** The session ended: its secret with it. */
  ended(session: string): void;
  /** Throws UNAUTHENTICATED for a secret that no running session has. */
  answer(request: { readonly secret: string; readonly body: unknown; readonly signal: AbortSignal }): Promise<{
    readonly stdout: string;
    readonly stderr: string;
    readonly exitCode: number;
  }>;
}

export function createHooks(_deps: HooksDeps): Hooks {
  return {
    prepare: async () => ({ arguments: [], environment: {} }),
    ended: () => {},
    answer: async () => {
      throw new AppError("UNAUTHENTICATED");
    },
  };
}
