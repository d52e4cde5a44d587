import { z } from "zod";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Session } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Log } from "../../observability/log.ts";
import type { SessionSignal } from "../../sessions/contract.ts";
import type { Attention } from "../contract.ts";
import { askPerson } from "./askPerson.ts";
import { commandText } from "./commandText.ts";
import { type HookRun, HookRuns } from "./hookRuns.ts";
import { type HookReading, type HookReply, noReply } from "./hookTool.ts";
import { hookToolOf } from "./hookTools.ts";
import { setUpTool, type ToolAdditions } from "./setUpTool.ts";
import { hookTexts } from "./texts.ts";

export interface HooksDeps {
  readonly attention: Pick<Attention, "raise" | "close" | "closeSession" | "outcome">;
  readonly session: (id: string) => Session;
  /** What is on a session's screen, and typing into it: for tools whose hook cannot carry the answer. */
  readonly screen: (session: string) => Promise<readonly string[]>;
  readonly type: (session: string, keys: string) => Promise<unknown>;
  readonly settings: () => Pick<ConfigurationValues["attention"], "waiting" | "notifications">;
  readonly language: () => Language;
  readonly log: Log;
  /** Where `quarterdeck hook` reaches this instance: `http://127.0.0.1:<port>/hook`. */
  readonly url: () => string;
  /** The command line that runs `quarterdeck hook`, executable first. */
  readonly command: () => readonly string[];
  /** A folder of this instance's own for configuration files that tools read. */
  readonly folder: string;
  /** The environment tools are started in, before additions. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The hooks of running sessions. */
export interface Hooks {
  /** A new secret for a session that starts now, and what its tool is given; an earlier secret of the session ends. */
  prepare(session: string, tool: string): Promise<ToolAdditions>;
  /** The session ended: its secret with it. */
  ended(session: string): void;
  /** What sessions do; the answers a person gives in the terminal are known from it. */
  heard(signal: SessionSignal): void;
  /** Whether the session's tool says by itself, through hooks, when it has finished: then nobody needs to guess. */
  speaks(session: string): boolean;
  /** Throws UNAUTHENTICATED for a secret that no running session has. */
  answer(request: {
    readonly secret: string;
    readonly body: unknown;
    readonly signal: AbortSignal;
  }): Promise<HookReply>;
}

const hookBody = z.object({
  tool: z.string().max(64).default(""),
  event: z.string().max(64).nullish(),
  payload: z.unknown(),
});

/** A person who typed this recently looks at the session: that it has finished is no news. */
const justTypedMs = 3_000;

/**
 * Answers `quarterdeck hook`: a tool's questions become attention items and their answers the tool's reply. What it does not
 * understand it lets pass: an error here must never be one in the tool.
 */
export function createHooks(deps: HooksDeps): Hooks {
  const runs = new HookRuns((session) => isKnown(deps, session));

  async function answer({ secret, body, signal }: Parameters<Hooks["answer"]>[0]): Promise<HookReply> {
    const run = runs.find(secret);
    if (!run) throw new AppError("UNAUTHENTICATED");
    const { data } = hookBody.safeParse(body);
    if (!data) return noReply;
    const call = { event: data.event ?? "", payload: data.payload };
    const reading = hookToolOf(data.tool).read(call, hookTexts(deps.language()));
    try {
      return await act(run, data.tool, reading, signal);
    } catch (error) {
      deps.log.error("A tool's hook could not be answered", { session: run.session, tool: data.tool, error });
      return noReply;
    }
  }

  async function act(run: HookRun, tool: string, reading: HookReading, signal: AbortSignal): Promise<HookReply> {
    if (reading.ask || reading.tell) run.speaks = true;
    if (reading.settles) run.settle(reading.settles);
    if (reading.tell) await tell(run, tool, reading.tell);
    if (!reading.ask) return noReply;
    return await askPerson({ ...deps, run, sayer: sayer(run, tool), signal }, reading.ask);
  }

  async function tell(run: HookRun, tool: string, said: NonNullable<HookReading["tell"]>): Promise<void> {
    const isEnd = said.kind === "finished";
    const { waiting, notifications } = deps.settings();
    const isWanted = isEnd ? waiting && Date.now() - run.typedAt > justTypedMs : notifications;
    if (!isWanted || !run.mayTell()) return;
    await deps.attention.raise({
      ...said,
      ...sayer(run, tool),
      key: `${isEnd ? "waiting" : `hook-${said.kind}`}:${run.session}`,
    });
  }

  function sayer(run: HookRun, tool: string) {
    const session = deps.session(run.session);
    const place = { kind: "session", session: run.session } as const;
    return { place, who: session.name, tool: tool || session.tool };
  }

  return {
    prepare: async (session, tool) => {
      const secret = runs.begin(session);
      const own = await setUpTool(deps, tool);
      return {
        arguments: own.arguments,
        environment: {
          ...own.environment,
          QUARTERDECK_HOOK_URL: deps.url(),
          QUARTERDECK_HOOK_SECRET: secret,
          QUARTERDECK_HOOK_COMMAND: commandText([...deps.command(), "hook"], process.platform),
        },
      };
    },
    ended: (session) => runs.end(session),
    heard: (signal) => runs.of(signal.session)?.heard(signal.kind),
    speaks: (session) => runs.of(session)?.speaks ?? false,
    answer,
  };
}

function isKnown({ session }: HooksDeps, id: string): boolean {
  try {
    session(id);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "SESSION_NOT_FOUND") return false;
    throw error;
  }
}
