import { Worker } from "node:worker_threads";
import { AppError } from "#shared/errors/appError.ts";
import type { FromScreens, Question, QuestionKind, Questions, ScreenPlace, ToScreens } from "./protocol.ts";

export interface ScreenThreadEvents {
  onParsed(session: string, offset: number): void;
  onAnswer(session: string, text: string): void;
  onSeen(session: string, seen: { title: string; lastLine: string; isBracketedPaste: boolean }): void;
  /** Something failed that nobody asked for: for the log. */
  onTrouble(message: string, context: Readonly<Record<string, unknown>>): void;
}

interface Pending {
  readonly place: ScreenPlace;
  onPart(value: unknown): void;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type AskOf<Kind extends QuestionKind> = Extract<Question, { kind: Kind }>;
type AnswerOf<Kind extends QuestionKind> = Questions[Kind]["answer"];

/** Terminals print little that outlives its parsing; a small young generation keeps the thread's memory low. */
const youngGenerationMegabytes = 8;

/**
 * The main thread's side of the screens: tells them what was printed, asks them. The thread starts with the first session or
 * question. If it dies, it is started again: the screens are restored from what is on disk.
 */
export class ScreenThread implements AsyncDisposable {
  readonly #events: ScreenThreadEvents;
  #worker: Worker | undefined;
  #isClosed = false;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  readonly #open = new Map<string, { place: ScreenPlace; offset: number }>();
  readonly #advanced = new Set<string>();

  constructor(events: ScreenThreadEvents) {
    this.#events = events;
  }

  /** Follows a program's output, which begins at `from`. */
  open(place: ScreenPlace, from: number): void {
    this.#open.set(place.session, { place, offset: from });
    this.#post({ kind: "open", place, from });
  }

  /** Output up to `offset` is published. Told together once an event-loop turn; bytes that were not stored at once. */
  advance(session: string, offset: number, unstored?: Uint8Array): void {
    const entry = this.#open.get(session);
    if (!entry) return;
    entry.offset = offset;
    if (unstored) {
      this.#advanced.delete(session);
      this.#post({ kind: "advance", session, offset, bytes: unstored });
      return;
    }
    if (this.#advanced.size === 0) setImmediate(() => this.#tellAdvanced());
    this.#advanced.add(session);
  }

  resize(session: string, offset: number, columns: number, rows: number): void {
    this.#post({ kind: "resize", session, offset, columns, rows });
  }

  /** The program ended; what was told so far is still parsed. */
  close(session: string): void {
    this.#tellAdvanced();
    this.#open.delete(session);
    this.#post({ kind: "close", session });
  }

  /** The session is being deleted. */
  forget(session: string): void {
    this.#open.delete(session);
    this.#advanced.delete(session);
    if (this.#worker) this.#post({ kind: "forget", session });
  }

  /** Asks about a session, open or not. Rejects with STORAGE_FAILED, or with the signal's reason. */
  ask<Kind extends QuestionKind>(
    place: ScreenPlace,
    question: AskOf<Kind>,
    signal?: AbortSignal,
  ): Promise<AnswerOf<Kind>> {
    return this.#ask(place, question, () => {}, signal) as Promise<AnswerOf<Kind>>;
  }

  /** A search: `onPart` is called for every window searched; resolves at the beginning of the history. */
  async search(
    place: ScreenPlace,
    question: AskOf<"search">,
    onPart: (part: AnswerOf<"search">) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#ask(place, question, (value) => onPart(value as AnswerOf<"search">), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const pending of this.#pending.values()) pending.reject(new AppError("UNAVAILABLE"));
    this.#pending.clear();
    await this.#worker?.terminate();
  }

  #ask(
    place: ScreenPlace,
    question: Question,
    onPart: (value: unknown) => void,
    signal?: AbortSignal,
  ): Promise<unknown> {
    this.#tellAdvanced();
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#isClosed) throw new AppError("UNAVAILABLE");
      const id = this.#nextId++;
      const cancel = (): void => {
        this.#post({ kind: "cancel", id });
        this.#pending.delete(id);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", cancel, { once: true });
      const settled = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener("abort", cancel);
      };
      this.#pending.set(id, {
        place,
        onPart,
        resolve: (value) => {
          settled();
          resolve(value);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#post({ kind: "ask", id, place, question });
    });
  }

  #tellAdvanced(): void {
    for (const session of this.#advanced) {
      const entry = this.#open.get(session);
      if (entry) this.#post({ kind: "advance", session, offset: entry.offset });
    }
    this.#advanced.clear();
  }

  #post(message: ToScreens): void {
    if (this.#isClosed) return;
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(workerFile(), {
      name: "screens",
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMegabytes },
    });
    worker.on("message", (message: FromScreens) => this.#receive(message));
    worker.on("error", (error) => this.#events.onTrouble("The terminal thread failed", { error }));
    worker.on("exit", () => this.#restart(worker));
    return worker;
  }

  #restart(worker: Worker): void {
    if (this.#isClosed || this.#worker !== worker) return;
    this.#worker = undefined;
    for (const pending of [...this.#pending.values()])
      pending.reject(new AppError("STORAGE_FAILED", { message: "The terminal thread ended" }));
    for (const [session, { place, offset }] of this.#open) {
      this.#post({ kind: "open", place, from: offset });
      // Nothing of what came before is parsed any more: a program that waits for that goes on.
      this.#events.onParsed(session, offset);
    }
  }

  #receive(message: FromScreens): void {
    switch (message.kind) {
      case "parsed":
        this.#events.onParsed(message.session, message.offset);
        return;
      case "answer":
        this.#events.onAnswer(message.session, message.text);
        return;
      case "seen":
        this.#events.onSeen(message.session, message);
        return;
      case "part":
        this.#pending.get(message.id)?.onPart(message.value);
        return;
      case "done":
        this.#pending.get(message.id)?.resolve(message.value);
        return;
      case "failed":
        this.#pending.get(message.id)?.reject(new AppError("STORAGE_FAILED", { message: message.message }));
        return;
      case "broken":
        this.#events.onTrouble("A terminal could not be followed", {
          session: message.session,
          cause: message.message,
        });
        return;
    }
  }
}

/** Beside this file both as source and as built. */
function workerFile(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./screen.worker.ts" : "./screen.worker.js", import.meta.url);
}
