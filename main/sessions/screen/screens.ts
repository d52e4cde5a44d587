import { isMissing } from "../history/segments.ts";
import type { Breathe } from "../queries/rows.ts";
import { answerQuestion } from "./answerQuestion.ts";
import { LiveScreen } from "./liveScreen.ts";
import type { FromScreens, Question, ScreenPlace, ToScreens } from "./protocol.ts";

interface Entry {
  readonly screen: LiveScreen;
  readonly place: ScreenPlace;
  /** Kept open while the program runs; otherwise closed when quiet. */
  isRunning: boolean;
  isBroken: boolean;
  told: { position: number; title: string; lastLine: string; isBracketedPaste: boolean };
  changedAt: number;
}

/** How often what is on the screens is told, and who is quiet is looked for. */
const sweepMs = 200;
/** A screen nobody needs for this long is put away on disk; sooner while many are awake, because each takes about a megabyte. */
const quietMs = 2_000;
const awakeScreens = 8;
const crowdedQuietMs = 250;
/** What could not be put away (a full disk) is tried again after this. */
const freezeRetryMs = 60_000;
/** Progress is told at least every so many bytes. */
const progressBytes = 256 * 1024;

/**
 * All screens, in the thread they share. Those that are behind are parsed in turn, a slice each; questions are answered in between,
 * from an up-to-date screen.
 */
export class Screens {
  readonly #send: (message: FromScreens, transfer?: ArrayBuffer[]) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #cancelled = new Set<number>();
  readonly #waiting: { entry: Entry; offset: number; resolve: () => void }[] = [];
  #isScheduled = false;
  #sweepTimer: NodeJS.Timeout | undefined;

  constructor(send: (message: FromScreens, transfer?: ArrayBuffer[]) => void) {
    this.#send = send;
  }

  receive(message: ToScreens): void {
    switch (message.kind) {
      case "open": {
        this.#close(message.place.session);
        this.#open(message.place, message.from).isRunning = true;
        return;
      }
      case "advance": {
        const entry = this.#entries.get(message.session);
        if (!entry) return;
        entry.isBroken = false;
        entry.screen.advance(message.offset, message.bytes);
        this.#schedule();
        return;
      }
      case "resize": {
        this.#entries.get(message.session)?.screen.resize(message.offset, message.columns, message.rows);
        this.#schedule();
        return;
      }
      case "close": {
        const entry = this.#entries.get(message.session);
        if (entry) entry.isRunning = false;
        this.#scheduleSweep();
        return;
      }
      case "forget": {
        this.#close(message.session);
        return;
      }
      case "ask":
        void this.#answer(message.id, message.place, message.question);
        return;
      case "cancel":
        this.#cancelled.add(message.id);
        return;
    }
  }

  #open(place: ScreenPlace, from?: number): Entry {
    const known = this.#entries.get(place.session);
    if (known) return known;
    const entry: Entry = {
      place,
      screen: new LiveScreen({
        ...place,
        from,
        onAnswer: (text) => this.#send({ kind: "answer", session: place.session, text }),
        onTrouble: (error) => this.#tellBroken(place.session, error),
      }),
      isRunning: false,
      isBroken: false,
      told: { position: -1, title: "", lastLine: "", isBracketedPaste: false },
      changedAt: Date.now(),
    };
    this.#entries.set(place.session, entry);
    this.#scheduleSweep();
    return entry;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    let isSomeoneBehind = false;
    for (const entry of this.#entries.values()) {
      if (entry.isBroken || !entry.screen.isBehind) continue;
      this.#step(entry);
      isSomeoneBehind ||= entry.screen.isBehind && !entry.isBroken;
    }
    this.#wake();
    if (isSomeoneBehind) this.#schedule();
  }

  #step(entry: Entry): void {
    const before = entry.screen.position;
    try {
      entry.screen.step();
    } catch (error) {
      entry.isBroken = true;
      this.#tellBroken(entry.place.session, error);
      return;
    }
    const { position } = entry.screen;
    // What cannot be read now (a gap, a file that is gone) will not be there at the next turn either.
    if (position === before && entry.screen.isBehind) entry.isBroken = true;
    entry.changedAt = Date.now();
    if (position - entry.told.position >= progressBytes || !entry.screen.isBehind) this.#tellProgress(entry);
    this.#scheduleSweep();
  }

  #tellProgress(entry: Entry): void {
    entry.told.position = entry.screen.position;
    this.#send({ kind: "parsed", session: entry.place.session, offset: entry.screen.position });
  }

  #wake(): void {
    for (let index = this.#waiting.length - 1; index >= 0; index--) {
      const waiting = this.#waiting[index];
      if (
        !waiting ||
        (!waiting.entry.isBroken && waiting.entry.screen.isBehind && waiting.entry.screen.position < waiting.offset)
      )
        continue;
      this.#waiting.splice(index, 1);
      waiting.resolve();
    }
  }

  #caughtUp(entry: Entry, offset: number): Promise<void> {
    if (!entry.screen.isBehind || entry.isBroken || entry.screen.position >= offset) return Promise.resolve();
    this.#schedule();
    return new Promise((resolve) => this.#waiting.push({ entry, offset, resolve }));
  }

  #scheduleSweep(): void {
    this.#sweepTimer ??= setTimeout(() => {
      this.#sweepTimer = undefined;
      this.#sweep(Date.now());
    }, sweepMs);
  }

  #sweep(now: number): void {
    let isAnyoneAwake = false;
    const enoughMs = this.#awakeCount > awakeScreens ? crowdedQuietMs : quietMs;
    for (const [session, entry] of this.#entries) {
      this.#tellSeen(session, entry);
      const isQuiet = now - entry.changedAt >= enoughMs && (!entry.screen.isBehind || entry.isBroken);
      if (isQuiet) this.#putAway(session, entry);
      isAnyoneAwake ||= !entry.screen.isFrozen || (!entry.isRunning && this.#entries.has(session));
    }
    if (isAnyoneAwake) this.#scheduleSweep();
  }

  get #awakeCount(): number {
    let count = 0;
    for (const { screen } of this.#entries.values()) if (!screen.isFrozen) count++;
    return count;
  }

  #tellSeen(session: string, entry: Entry): void {
    if (entry.screen.isFrozen || entry.screen.isBehind) return;
    const model = entry.screen.look();
    // A title that is not known is not one that was taken away.
    const seen = {
      title: model.title ?? entry.told.title,
      lastLine: model.lastLine(),
      isBracketedPaste: model.isBracketedPaste,
    };
    const { told } = entry;
    if (seen.title === told.title && seen.lastLine === told.lastLine && seen.isBracketedPaste === told.isBracketedPaste)
      return;
    Object.assign(told, seen);
    this.#send({ kind: "seen", session, ...seen });
  }

  #putAway(session: string, entry: Entry): void {
    try {
      entry.screen.freeze();
    } catch (error) {
      // Nobody needs it any more, or its folder is gone.
      if (!entry.isRunning || isMissing(error)) {
        this.#close(session);
        return;
      }
      // The model stays in memory meanwhile.
      this.#tellBroken(session, error);
      entry.changedAt = Date.now() + freezeRetryMs;
      return;
    }
    if (!entry.isRunning) this.#close(session);
  }

  #tellBroken(session: string, error: unknown): void {
    this.#send({ kind: "broken", session, message: describeError(error) });
  }

  #close(session: string): void {
    const entry = this.#entries.get(session);
    if (!entry) return;
    entry.screen[Symbol.dispose]();
    this.#entries.delete(session);
    // Nobody parses for this entry any more: who waits for it looks at what is on disk.
    entry.isBroken = true;
    this.#wake();
  }

  async #answer(id: number, place: ScreenPlace, question: Question): Promise<void> {
    const breathe: Breathe = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#cancelled.has(id)) throw new Error("cancelled");
    };
    try {
      if (question.kind === "seen") {
        await this.#tellLast(place.session);
        return this.#send({ kind: "done", id, value: null });
      }
      const entry = this.#open(place);
      entry.changedAt = Date.now();
      entry.screen.look();
      await this.#caughtUp(entry, question.kind === "snapshot" ? question.atLeast : entry.screen.target);
      const { value, transfer } = await answerQuestion(entry.screen, place, question, breathe, (part) =>
        this.#send({ kind: "part", id, value: part }),
      );
      this.#send({ kind: "done", id, value }, transfer);
      entry.changedAt = Date.now();
      this.#scheduleSweep();
    } catch (error) {
      this.#send({
        kind: "failed",
        id,
        message: describeError(error),
      });
    } finally {
      this.#cancelled.delete(id);
    }
  }

  /** A screen that is not open, or was put away, has been told of. */
  async #tellLast(session: string): Promise<void> {
    const entry = this.#entries.get(session);
    if (!entry) return;
    await this.#caughtUp(entry, entry.screen.target);
    this.#tellSeen(session, entry);
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
