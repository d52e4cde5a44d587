import { createHash, randomBytes } from "node:crypto";
import type { SessionSignal } from "../../sessions/contract.ts";
import type { CloseReason } from "../contract.ts";
import type { HookReading, OwnPrompt } from "./hookTool.ts";

/** Questions of one session that wait at once. An agent with more of them is out of hand. */
const maximumQuestions = 16;
/** News of one session: so many at once, and then one more after each of these times. */
const newsBurst = 20;
const newsEveryMs = 3_000;

/** A question that waits for a person. Its signal aborts when nobody needs to answer any more; disposing takes it off the list. */
export interface OpenQuestion extends Disposable {
  readonly signal: AbortSignal;
  readonly closedBy: CloseReason;
}

/** One run of a session's program, as its hooks see it. */
export class HookRun {
  readonly session: string;
  /** Its tool tells when it has finished. */
  speaks = false;
  typedAt = Number.NEGATIVE_INFINITY;
  readonly #questions = new Set<Question>();
  #news = newsBurst;
  #newsAt = Date.now();
  #isOver = false;

  constructor(session: string) {
    this.session = session;
  }

  /** Null if too many wait already, or the run is over. */
  ask(subject: string, prompt: OwnPrompt["kind"]): OpenQuestion | null {
    if (this.#isOver || this.#questions.size >= maximumQuestions) return null;
    const question = new Question(subject, prompt, () => this.#questions.delete(question));
    this.#questions.add(question);
    return question;
  }

  settle(what: NonNullable<HookReading["settles"]>): void {
    for (const question of [...this.#questions]) {
      if (what === "all" || question.subject === what.subject) question.close("terminal");
    }
  }

  heard(kind: SessionSignal["kind"]): void {
    if (kind === "typed") this.typedAt = Date.now();
    for (const question of [...this.#questions]) question.heard(kind);
  }

  mayTell(): boolean {
    const now = Date.now();
    const gained = Math.floor((now - this.#newsAt) / newsEveryMs);
    this.#news = Math.min(newsBurst, this.#news + gained);
    this.#newsAt += gained * newsEveryMs;
    if (this.#news === 0) return false;
    this.#news -= 1;
    return true;
  }

  end(): void {
    this.#isOver = true;
    for (const question of [...this.#questions]) question.close("session-ended");
  }
}

class Question implements OpenQuestion {
  readonly subject: string;
  readonly #prompt: OwnPrompt["kind"];
  readonly #forget: () => void;
  readonly #over = new AbortController();
  #isTyped = false;
  closedBy: CloseReason = "terminal";

  constructor(subject: string, prompt: OwnPrompt["kind"], forget: () => void) {
    this.subject = subject;
    this.#prompt = prompt;
    this.#forget = forget;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  close(by: CloseReason): void {
    if (this.signal.aborted) return;
    this.closedBy = by;
    this.#over.abort();
    this[Symbol.dispose]();
  }

  /** A prompt that is on the screen was answered there when something was typed and the program has gone on printing. */
  heard(kind: SessionSignal["kind"]): void {
    if (kind === "typed" && this.#prompt === "after") this.close("terminal");
    else if (kind === "typed") this.#isTyped = true;
    else if (kind === "output" && this.#isTyped) this.close("terminal");
  }

  [Symbol.dispose](): void {
    this.#forget();
  }
}

/** The runs there are, by the hash of their secrets: the secrets themselves are kept nowhere. */
export class HookRuns {
  readonly #byHash = new Map<string, HookRun>();
  readonly #hashes = new Map<string, string>();
  readonly #isKnown: (session: string) => boolean;

  constructor(isKnown: (session: string) => boolean) {
    this.#isKnown = isKnown;
  }

  /** A fresh secret (256 bits) for the session; the one it had before ends. */
  begin(session: string): string {
    // A session whose program could not be started is taken back without an end.
    for (const other of [...this.#hashes.keys()]) if (!this.#isKnown(other)) this.end(other);
    this.end(session);
    const secret = randomBytes(32).toString("base64url");
    const hash = hashOf(secret);
    this.#hashes.set(session, hash);
    this.#byHash.set(hash, new HookRun(session));
    return secret;
  }

  find(secret: string): HookRun | undefined {
    return this.#byHash.get(hashOf(secret));
  }

  of(session: string): HookRun | undefined {
    const hash = this.#hashes.get(session);
    return hash === undefined ? undefined : this.#byHash.get(hash);
  }

  end(session: string): void {
    this.of(session)?.end();
    this.#byHash.delete(this.#hashes.get(session) ?? "");
    this.#hashes.delete(session);
  }
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
