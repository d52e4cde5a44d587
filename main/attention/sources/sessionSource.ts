import type { AttentionKind } from "#shared/contract/attention.ts";
import type { SessionSignal, WaitingRule } from "../../sessions/contract.ts";
import type { AttentionRequest, CloseReason } from "../contract.ts";
import { createSerially } from "../serially.ts";
import { Gathered } from "./gathered.ts";
import { readMenu, type ScreenMenu } from "./screenMenu.ts";
import type { SessionSourcesDeps } from "./sourcesDeps.ts";
import { sourceTexts } from "./sourceTexts.ts";
import { initialState, nextTick, step, type WaitingEvent } from "./waitingState.ts";

/** A bell this soon after typing answers the typing: a shell that cannot complete a word, say. */
const ownBellMs = 1_500;
/** A program that ends this soon after typing was ended by the person, whatever its exit code. */
const ownEndMs = 3_000;
/** Bells and notifications that come closer together are one item, updated. */
const gatherMs = 10_000;
/** What a person at the session has taken note of. Questions of hooks close by themselves when they are answered. */
const noted: readonly AttentionKind[] = ["waiting", "finished", "bell", "notification", "failed"];

/** Follows one run of one session. */
export class SessionSource implements AsyncDisposable {
  readonly #session: string;
  readonly #deps: SessionSourcesDeps;
  readonly #tool: string;
  readonly #rule: WaitingRule | null;
  readonly #serially = createSerially();
  readonly #over = new AbortController();
  readonly #bell = new Gathered<{ readonly times: number }>(
    gatherMs,
    (before, fresh) => ({ times: before.times + fresh.times }),
    ({ times }) => this.#raise("bell", { text: this.#texts.bell(times) }),
  );
  readonly #notification = new Gathered<{ readonly title: string; readonly text: string }>(
    gatherMs,
    (_before, fresh) => fresh,
    ({ title, text }) => this.#raise("notification", title ? { text: title, detail: text } : { text }),
  );
  #waiting = initialState;
  #timer: NodeJS.Timeout | undefined;
  #typedAt = Number.NEGATIVE_INFINITY;
  /** A menu on the screen that somebody is asked about; aborted when it is gone. */
  #menu: AbortController | undefined;

  constructor(session: string, deps: SessionSourcesDeps) {
    this.#session = session;
    this.#deps = deps;
    // Asked once: output comes thousands of times a second.
    this.#tool = deps.sessions.get(session).tool;
    this.#rule = deps.waitingRule(this.#tool);
  }

  hear(signal: SessionSignal): void {
    const at = performance.now();
    switch (signal.kind) {
      case "output":
      case "resized":
        this.#step({ kind: signal.kind, at });
        break;
      case "bell":
        if (this.#deps.settings().bell && at - this.#typedAt > ownBellMs) this.#bell.add({ times: 1 });
        break;
      case "notification":
        if (this.#deps.settings().notifications) this.#notification.add(signal);
        break;
      case "typed":
      case "moved":
      case "looked":
        this.#touched(signal.kind, at);
        break;
      case "started":
        this.#close("went-on", noted);
        break;
      case "ended":
        this.#ended(signal, at);
        break;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    this.#menu?.abort();
    clearTimeout(this.#timer);
    this.#bell.clear();
    this.#notification.clear();
    await this.#serially(async () => {});
  }

  /** A person is there, on whatever surface: what only wanted to be noticed is. */
  #touched(kind: "typed" | "moved" | "looked", at: number): void {
    if (kind === "typed") this.#typedAt = at;
    this.#bell.clear();
    this.#notification.clear();
    this.#close("went-on", noted);
    this.#step({ kind: kind === "looked" ? "looked" : "typed", at });
  }

  #ended({ reason, exitCode, signal }: Extract<SessionSignal, { kind: "ended" }>, at: number): void {
    this.#menu?.abort();
    this.#close("session-ended");
    const isOwn = reason === "stopped" || at - this.#typedAt < ownEndMs;
    const hasFailed = reason === "signalled" || (exitCode !== null && exitCode !== 0);
    // A shell passes on its last command's code, which its person has seen.
    const isShell = this.#tool === "shell" && reason === "exited";
    if (hasFailed && !isOwn && !isShell && this.#deps.settings().failures)
      this.#raise("failed", { text: this.#texts.failed(exitCode, signal) });
  }

  #step(event: WaitingEvent): void {
    const rule = this.#rule;
    if (!rule) return;
    const { state, effect, hasWorked } = step(this.#waiting, event, rule.quietMs);
    this.#waiting = state;
    if (effect === "close") this.#wentOn();
    if (effect === "look") void this.#serially(() => this.#look(hasWorked)).catch(this.#report);
    this.#schedule(rule.quietMs);
  }

  /** One timer, set again only when it has gone off: output comes thousands of times more often. */
  #schedule(quietMs: number): void {
    if (this.#timer) return;
    const at = nextTick(this.#waiting, quietMs);
    if (at === null) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#step({ kind: "tick", at: performance.now() });
      },
      Math.max(1, at - performance.now()),
    );
    this.#timer.unref();
  }

  async #look(hasWorked: boolean): Promise<void> {
    const rule = this.#rule;
    if (!rule || !this.#isStillQuiet || !this.#deps.settings().waiting) return;
    if (this.#deps.speaks(this.#session) || (!hasWorked && !rule.menu)) return;
    const rows = rule.menu || rule.prompt ? await this.#deps.screen(this.#session) : [];
    if (!this.#isStillQuiet) return;
    const menu = rule.menu ? readMenu(rows, rule.menu) : null;
    if (menu && rule.menu) await this.#ask(menu, rule.menu);
    else if (hasWorked && (!rule.prompt || hasPrompt(rows, rule.prompt)))
      await this.#deps.attention.raise(this.#request("waiting", { text: this.#texts.waits }));
  }

  get #isStillQuiet(): boolean {
    return this.#waiting.phase === "waiting" && !this.#over.signal.aborted;
  }

  /** Asks what the menu on the screen asks, and types the answer if it still stands there. */
  async #ask(menu: ScreenMenu, question: RegExp): Promise<void> {
    const { attention, sessions, screen } = this.#deps;
    const gone = new AbortController();
    this.#menu = gone;
    const item = await attention.raise(
      this.#request("permission", { text: menu.question, detail: menu.detail, choices: menu.choices }),
    );
    const answered = async (): Promise<void> => {
      const outcome = await attention.outcome(item.id, gone.signal);
      const choice = outcome.kind === "answered" ? outcome.answer.choice : null;
      if (choice === null) return;
      const now = readMenu(await screen(this.#session), question);
      if (JSON.stringify(now) === JSON.stringify(menu)) await sessions.sendInput(this.#session, choice, false);
      else this.#deps.log.warn("The menu that was answered is not on the screen any more", { session: this.#session });
    };
    void answered()
      .catch(async (error: unknown) => {
        if (!gone.signal.aborted) throw error;
        await attention.close(item.id, this.#over.signal.aborted ? "session-ended" : "terminal");
      })
      .catch(this.#report);
  }

  #wentOn(): void {
    this.#menu?.abort();
    this.#close("went-on", ["waiting", "finished"]);
  }

  #raise(kind: AttentionKind, said: Pick<AttentionRequest, "text" | "detail">): void {
    const request = this.#request(kind, said);
    void this.#serially(() => this.#deps.attention.raise(request)).catch(this.#report);
  }

  #close(by: CloseReason, kinds?: readonly AttentionKind[]): void {
    const { attention } = this.#deps;
    // Comes with every key that is typed: mostly nothing is open.
    const work = async () => (attention.openCount > 0 ? attention.closeSession(this.#session, by, kinds) : undefined);
    void this.#serially(work).catch(this.#report);
  }

  #request(kind: AttentionKind, said: Pick<AttentionRequest, "text" | "detail" | "choices">): AttentionRequest {
    const { name, tool } = this.#deps.sessions.get(this.#session);
    const place = { kind: "session", session: this.#session } as const;
    // A hook that tells of the end has the same key: it is one matter.
    return { kind, place, who: name, tool, ...said, key: `${kind}:${this.#session}` };
  }

  get #texts() {
    return sourceTexts(this.#deps.language());
  }

  readonly #report = (error: unknown): void => {
    this.#deps.log.error("What a session does could not be told", { session: this.#session, error });
  };
}

const promptRows = 6;

/** Whether one of the last lines that are not empty looks like the tool's prompt. */
function hasPrompt(rows: readonly string[], prompt: RegExp): boolean {
  return rows
    .map((row) => row.trimEnd())
    .filter((row) => row !== "")
    .slice(-promptRows)
    .some((row) => prompt.test(row));
}
