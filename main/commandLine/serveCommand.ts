import { loginCodeMinutes } from "../accounts/loginCodes.ts";
import type { Core } from "../core/contract.ts";
import { preferSmallHeap } from "../core/memoryUse.ts";
import { outliveOutput } from "../observability/outliveOutput.ts";
import { type Command, type CommandContext, dataFolderOf } from "./command.ts";
import { explained } from "./texts.ts";
import { numberOf, type Parsed, parseFlags, UsageError } from "./usage.ts";

const serveFlags = {
  host: { type: "string" },
  port: { type: "string" },
  lan: { type: "boolean" },
  "lan-port": { type: "string" },
  devices: { type: "boolean" },
  "device-host": { type: "string" },
  "device-port": { type: "string" },
  debug: { type: "boolean" },
} as const;

/** `serve`: the headless host. Answers with the exit code once it was told to end and everything is closed. */
export const serveCommand: Command = async (context) => {
  const { given, output, texts } = context;
  const flags = parseFlags(given, serveFlags, texts);
  const overrides = readOverrides(context, flags);
  process.title = "quarterdeck";
  const ending = listenForSignals();
  preferSmallHeap();
  const { createCore } = await import("../core/core.ts");
  const core = await createCore({
    dataFolder: dataFolderOf(flags),
    platform: { host: "headless", openExternal: async () => false },
    overrides,
    isDebug: flags.has("debug"),
  });
  reportUncaught(core, ending);
  announce(context, flags, core);
  const code = await ending.requested;
  output.note(texts.stopping(core.runningSessions));
  await core[Symbol.asyncDispose]();
  output.note(texts.stopped);
  return code;
};

function readOverrides({ texts }: CommandContext, flags: Parsed): Record<string, unknown> {
  const [word] = flags.positionals;
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  for (const name of ["port", "lan-port", "device-port"]) {
    const value = flags.text(name);
    if (value !== undefined) numberOf(`--${name}`, value, { from: 0, to: 65_535 }, texts);
  }
  if (flags.has("devices")) throw explained((words) => words.devicesMissing);
  const host = flags.text("host");
  const port = flags.text("port");
  const lanPort = flags.text("lan-port");
  return {
    ...(host === undefined ? {} : { "server.host": host }),
    ...(port === undefined ? {} : { "server.port": Number(port) }),
    ...(flags.has("lan") ? { "relay.enabled": true } : {}),
    ...(lanPort === undefined ? {} : { "relay.port": Number(lanPort) }),
  };
}

/** Says that it listens: one line of JSON for programs, or a few words with the login link for people. */
function announce({ output, texts }: CommandContext, flags: Parsed, core: Core): void {
  if (!flags.has("json")) {
    output.line(texts.ready(core.version, core.url));
    if (core.lanUrl !== null) output.line(texts.phonesAt(core.lanUrl));
    output.line(texts.signIn(core.loginUrl(), loginCodeMinutes));
    output.line(texts.howToStop);
    return;
  }
  output.line(
    JSON.stringify({
      event: "ready",
      pid: process.pid,
      version: core.version,
      startMs: Math.round(performance.now()),
      url: core.url,
      loginUrl: core.loginUrl(),
      lanUrl: core.lanUrl,
      deviceUrl: null,
      otaUrl: null,
      dataDir: core.dataFolder,
    }),
  );
}

interface Ending {
  /** The exit code, once the program was asked to end. */
  readonly requested: Promise<number>;
  request(code: number): void;
}

/** The first signal ends everything in order; the second one the process, at once. */
function listenForSignals(): Ending {
  const { promise, resolve } = Promise.withResolvers<number>();
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
  let isEnding = false;
  for (const [signal, number] of Object.entries(numbers)) {
    process.on(signal, () => {
      if (isEnding) process.exit(128 + number);
      isEnding = true;
      resolve(0);
    });
  }
  return { requested: promise, request: resolve };
}

/**
 * What nobody caught is logged. A promise nobody waited for leaves the rest intact; after a throw out of nowhere the state is
 * unknown, and everything is ended in order.
 */
function reportUncaught({ log }: Core, ending: Ending): void {
  process.on("unhandledRejection", (error) => log.error("A promise was rejected and nobody waited for it", { error }));
  process.on("uncaughtException", (error) => {
    log.error("An error was thrown that nobody caught; ending", { error });
    ending.request(1);
  });
  outliveOutput(log);
}
