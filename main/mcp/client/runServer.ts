import { setTimeout as delay } from "node:timers/promises";
import type { McpServer } from "#shared/configuration/chatSettings.ts";
import type { McpServerState } from "#shared/contract/chat.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { type BackoffPolicy, backoffDelay } from "#shared/retry/retryPolicy.ts";
import type { Tool } from "../../chat/contract.ts";
import type { Log } from "../../observability/log.ts";
import { mcpTexts } from "../texts.ts";
import type { McpConnection } from "./mcpConnection.ts";
import { type OpenConnectionOptions, openConnection } from "./openConnection.ts";
import { problemOf } from "./problemOf.ts";
import { nameTools } from "./toolNames.ts";

export interface Timing {
  /** Until a server is started first: the app's own start goes before. */
  readonly startAfterMs: number;
  readonly answerWithinMs: number;
  readonly restart: BackoffPolicy;
  /** A server that was usable for so long has not failed "again". */
  readonly steadyAfterMs: number;
  /** Between two readings of a list that keeps changing. */
  readonly listEveryMs: number;
}

export const usualTiming: Timing = {
  startAfterMs: 1_000,
  // `npx` and `uvx` may have to fetch the server first.
  answerWithinMs: 60_000,
  restart: { baseMs: 1_000, factor: 2, ceilingMs: 5 * 60_000, jitterMs: 500 },
  steadyAfterMs: 60_000,
  listEveryMs: 1_000,
};

export interface RunServerDeps extends Pick<OpenConnectionOptions, "version" | "withSecrets"> {
  readonly timing: Timing;
  readonly language: () => Language;
  readonly toolTimeoutMs: () => number;
  readonly log: Log;
  /** Its state or its tools are other ones. */
  readonly changed: () => void;
}

/** A configured server that is kept usable until it is disposed. */
export interface RunningServer extends AsyncDisposable {
  state(): McpServerState["state"];
  tools(): readonly Tool[];
}

/** Starts a server in the background, and again whenever it fails, waiting longer each time. */
export function runServer(server: McpServer, deps: RunServerDeps): RunningServer {
  const { changed, language, log, timing } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: McpServerState["state"] = { kind: "starting" };
  let tools: readonly Tool[] = [];
  /** Since when it can be used: one that never answers takes long, too, to fail. */
  let readyAt: number | null = null;
  const become = (next: McpServerState["state"], nextTools: readonly Tool[] = []): void => {
    state = next;
    tools = nextTools;
    if (!signal.aborted) changed();
  };

  async function serveOnce(): Promise<never> {
    await using connection = await openConnection({ ...deps, server, answerWithinMs: timing.answerWithinMs, signal });
    const stopped = Promise.withResolvers<never>();
    const stop = (): void => stopped.reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      const ended = connection.ended.then((reason) => Promise.reject(reason));
      return await Promise.race([follow(connection), ended, stopped.promise]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Reads the tools, now and when they change, never more often than once in `listEveryMs`. */
  async function follow(connection: McpConnection): Promise<never> {
    const stale = { current: Promise.withResolvers<void>() };
    connection.onToolsChanged(() => stale.current.resolve());
    for (;;) {
      stale.current = Promise.withResolvers();
      const { tools: listed, leftOut } = await connection.listTools();
      if (leftOut > 0) log.warn("Tools of an MCP server are left out", { server: server.key, leftOut });
      const named = toolsOf(server, connection, listed, deps);
      readyAt ??= Date.now();
      become({ kind: "ready", tools: named.length, version: connection.version }, named);
      await stale.current.promise;
      await delay(timing.listEveryMs, undefined, { signal });
    }
  }

  async function run(): Promise<void> {
    await delay(timing.startAfterMs, undefined, { signal });
    for (let failures = 0; ; failures += 1) {
      readyAt = null;
      become({ kind: "starting" });
      const problem = problemOf(await serveOnce().catch((error: unknown) => error));
      signal.throwIfAborted();
      if (readyAt !== null && Date.now() - readyAt > timing.steadyAfterMs) failures = 0;
      const waitMs = backoffDelay(timing.restart, failures, Math.random());
      log.warn("An MCP server failed", { server: server.key, reason: problem.say(mcpTexts("en")), waitMs });
      become({ kind: "failed", reason: problem.say(mcpTexts(language())), nextAt: Date.now() + waitMs });
      await delay(waitMs, undefined, { signal });
    }
  }

  const running = run().catch((error: unknown) => {
    if (!signal.aborted) log.error("An MCP server is not kept running any more", { server: server.key, error });
  });
  return {
    state: () => state,
    tools: () => tools,
    [Symbol.asyncDispose]: async () => {
      stopping.abort(new Error("closing"));
      await running;
    },
  };
}

function toolsOf(
  { key, name: serverName }: McpServer,
  connection: McpConnection,
  listed: Awaited<ReturnType<McpConnection["listTools"]>>["tools"],
  { language, toolTimeoutMs }: RunServerDeps,
): readonly Tool[] {
  const names = nameTools(
    key,
    listed.map(({ name }) => name),
  );
  const byName = new Map(listed.map((tool) => [tool.name, tool]));
  return [...names].flatMap(([original, name]) => {
    const tool = byName.get(original);
    if (!tool) return [];
    const { description, inputSchema } = tool;
    return {
      name,
      server: { key, name: serverName },
      description,
      inputSchema,
      // What a server says of its tools (annotations) is not believed: a hostile one would call all of them harmless.
      defaultPermission: "ask",
      call: async (input, { signal, onProgress }) => {
        try {
          return await connection.callTool(original, input, { signal, onProgress, timeoutMs: toolTimeoutMs() });
        } catch (error) {
          if (signal.aborted || error instanceof AppError) throw error;
          const reason = problemOf(error).say(mcpTexts(language()));
          throw new AppError("TOOL_CALL_FAILED", { details: { reason }, cause: error });
        }
      },
    } satisfies Tool;
  });
}
