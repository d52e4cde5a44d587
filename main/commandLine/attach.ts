import { constants } from "node:os";
import type { Session } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { createKeyReader } from "./attachKeys.ts";
import { createScrolling } from "./attachScrolling.ts";
import { AttachStream, type StreamEnd } from "./attachStream.ts";
import { type LocalTerminal, takeTerminal } from "./attachTerminal.ts";
import { type AttachTexts, attachTexts } from "./attachTexts.ts";
import { createView } from "./attachView.ts";
import { connect, type InstanceAddress } from "./client.ts";

export interface AttachOptions {
  /** The session's id. */
  readonly session: string;
  /** Only looks: nothing typed is sent, the size stays the driver's. */
  readonly isWatching: boolean;
  readonly language: Language;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream & { readonly fd: number };
  /** Where the instance is now: asked at every connection, because a restarted one may be elsewhere. Rejects if none runs. */
  locate(): Promise<InstanceAddress>;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** How attach ended, for the exit code and the last words. */
type Outcome =
  | StreamEnd
  | { readonly kind: "detached" }
  | { readonly kind: "signalled"; readonly signal: "SIGTERM" | "SIGHUP" | "SIGINT" };

/**
 * Shows a session in the person's own terminal and types into it, until they detach (Ctrl-\ d), the tool ends or this process is
 * told to. Takes over the terminal's size unless it only watches. A lost connection is made again by itself. Answers with the exit
 * code: the tool's own, 128 and the signal's number if a signal ended it, 0 after detaching, 1 if how it ended is not known.
 * Throws what the first connection is refused with, and VALIDATION without a terminal; the local terminal is restored in any case.
 */
export async function attach(options: AttachOptions): Promise<number> {
  const texts = attachTexts(options.language);
  if (!options.input.isTTY || !options.output.isTTY) throw new AppError("VALIDATION", { message: texts.needsTerminal });
  const { name } = await lookUp(options);
  const { outcome, lastRows } = await show(options, texts, name);
  options.output.write(`${lastRows}${lastWords(texts, name, outcome)}\r\n`);
  return exitCode(outcome);
}

/** Looks before anything is taken over, so that a wrong id or no instance is a plain message. */
async function lookUp({ locate, session }: AttachOptions): Promise<Session> {
  using connection = await connect(await locate());
  return await connection.client.sessions.get({ id: session });
}

async function show(
  options: AttachOptions,
  texts: AttachTexts,
  name: string,
): Promise<{ outcome: Outcome; lastRows: string }> {
  using local = takeTerminal(options.input, options.output);
  using view = createView(local, !options.isWatching);
  const outcome = Promise.withResolvers<Outcome>();
  using _signals = onSignals((signal) => outcome.resolve({ kind: "signalled", signal }));
  local.onLost(() => outcome.resolve({ kind: "signalled", signal: "SIGHUP" }));
  let stream: AttachStream | undefined;
  let status = texts.connecting;
  const sayStatus = () => view.say(scrolling.isOn ? texts.scrolling : ` ${name} · ${status}`);
  const scrolling = createScrolling(view, () => Math.max(1, local.rows - 1), sayStatus);
  sayStatus();
  listenToPerson(local, {
    type: (bytes) => void (scrolling.take(bytes) || options.isWatching || stream?.type(bytes)),
    detach: () => outcome.resolve({ kind: "detached" }),
    scroll: scrolling.begin,
    // Refused only if the stream has just ended, and then there is nothing to take over.
    takeOver: () => void (options.isWatching || stream?.takeOver().catch(() => local.write("\x07"))),
    resize() {
      view.redraw();
      stream?.resize();
    },
  });
  const following: Following = {
    open: async (connection) => {
      const { session, isWatching } = options;
      const localSize = () => ({ columns: local.columns, rows: Math.max(1, local.rows - 1) });
      const onSession = (now: Session, isDriving: boolean) => {
        const keys = isWatching ? texts.watchingKeys : texts.keys;
        status = `${roleText(texts, now, isDriving, isWatching)} · ${keys}`;
        sayStatus();
      };
      stream = await AttachStream.open({ connection, session, isWatching, view, localSize, onSession });
      return stream;
    },
    lost() {
      stream = undefined;
      status = texts.lost;
      sayStatus();
    },
  };
  const end = await Promise.race([outcome.promise, followThroughLosses(options, outcome.promise, following)]);
  stream?.[Symbol.dispose]();
  return { outcome: end, lastRows: end.kind === "ended" ? view.lastRows() : "" };
}

interface Person {
  type(bytes: Uint8Array): void;
  detach(): void;
  scroll(): void;
  takeOver(): void;
  resize(): void;
}

function listenToPerson(local: LocalTerminal, person: Person): void {
  const readKeys = createKeyReader();
  local.onInput((chunk) => {
    for (const typed of readKeys(chunk)) {
      if (typed.kind === "input") person.type(typed.bytes);
      else person[typed.command]();
    }
  });
  local.onResize(() => person.resize());
}

interface Following {
  open(connection: Awaited<ReturnType<typeof connect>>): Promise<AttachStream>;
  lost(): void;
}

/** Connects, follows, and connects again after a loss, ever more patiently, until the session's end or `stop`. */
async function followThroughLosses(
  { locate }: AttachOptions,
  stop: Promise<unknown>,
  following: Following,
): Promise<StreamEnd> {
  const abort = new AbortController();
  void stop.then(() => abort.abort());
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      const address = await locateAgain(locate);
      using connection = await connect(address, abort.signal);
      using stream = await following.open(connection);
      pauseMs = firstPauseMs;
      const end = await Promise.race([stream.end, stop.then((): StreamEnd => ({ kind: "lost" }))]);
      if (end.kind !== "lost" || abort.signal.aborted) return end;
    } catch (error) {
      if (abort.signal.aborted) return { kind: "lost" };
      if (error instanceof AppError && error.code === "SESSION_NOT_FOUND") return { kind: "deleted" };
      if (!isPassing(error)) throw error;
    }
    following.lost();
    // Up to a third more, so that several do not come back at the same moment.
    await Promise.race([stop, new Promise((resolve) => setTimeout(resolve, pauseMs * (1 + Math.random() / 3)))]);
    if (abort.signal.aborted) return { kind: "lost" };
  }
}

/** An instance that was there a moment ago and is not found now may be restarting: as good as not answering. */
async function locateAgain(locate: AttachOptions["locate"]): Promise<InstanceAddress> {
  try {
    return await locate();
  } catch (error) {
    throw new AppError("LINK_CLOSED", { details: { sent: false }, cause: error });
  }
}

/** Nobody there yet, or on its way down: worth another try. A refusal is not. */
function isPassing(error: unknown): boolean {
  return error instanceof AppError && (error.category === "network" || error.category === "temporary");
}

function roleText(texts: AttachTexts, session: Session, isDriving: boolean, isWatching: boolean): string {
  if (isDriving) return texts.driving;
  const driver = session.driver ? texts.drivenBy(session.driver.label) : "";
  return [isWatching ? texts.watching : "", driver].filter(Boolean).join(", ") || texts.watching;
}

function onSignals(listener: (signal: "SIGTERM" | "SIGHUP" | "SIGINT") => void): Disposable {
  const signals = ["SIGTERM", "SIGHUP", "SIGINT"] as const;
  const handlers = signals.map((signal) => [signal, () => listener(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return { [Symbol.dispose]: () => handlers.forEach(([signal, handler]) => void process.off(signal, handler)) };
}

function lastWords(texts: AttachTexts, name: string, outcome: Outcome): string {
  if (outcome.kind === "ended") return texts.ended(name, outcome.session);
  return outcome.kind === "deleted" ? texts.deleted(name) : texts.detached(name);
}

function exitCode(outcome: Outcome): number {
  switch (outcome.kind) {
    case "detached":
    case "lost":
      return 0;
    case "deleted":
      return 1;
    case "signalled":
      return 128 + constants.signals[outcome.signal];
    case "ended": {
      const { signal, exitCode: code } = outcome.session;
      const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
      return number === undefined ? (code ?? 1) : 128 + number;
    }
  }
}
