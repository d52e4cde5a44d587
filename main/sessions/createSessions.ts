import { join } from "node:path";
import type { Session, StartSession } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import { ChangesFeed } from "./changesFeed.ts";
import type { SessionSignal, Sessions } from "./contract.ts";
import { Exclusive } from "./exclusive.ts";
import type { HistoryProblem } from "./history/historyWriter.ts";
import { Idempotency } from "./idempotency.ts";
import { Leftovers } from "./processes/leftovers.ts";
import { ScreenThread } from "./screen/screenThread.ts";
import { LiveSession } from "./session.ts";
import { createHistory } from "./sessionHistory.ts";
import { ended, type SessionRecord } from "./sessionRecord.ts";
import { SessionStarter } from "./sessionStarter.ts";
import { SessionStore } from "./sessionStore.ts";
import type { SessionsOptions } from "./sessionsOptions.ts";
import { SessionSignals } from "./signals/sessionSignals.ts";
import { Throttle } from "./throttle.ts";
import { openLinkTerminals } from "./viewers/linkTerminals.ts";

/** Changes that come with output are told at most this often for each session. */
const tellMs = 150;
const megabyte = 1024 * 1024;

/** Opens the sessions part: what ran when the app was cut off is listed as interrupted, and what is left of it is ended. */
export async function createSessions(options: SessionsOptions): Promise<Sessions> {
  const sessions = new SessionList(options);
  await sessions.load();
  return sessions;
}

class SessionList implements Sessions {
  readonly #options: SessionsOptions;
  readonly #store: SessionStore;
  readonly #starter: SessionStarter;
  readonly #screens: ScreenThread;
  readonly #sessions = new Map<string, LiveSession>();
  readonly #feed = new ChangesFeed();
  readonly #signals = new SessionSignals();
  readonly #tell = new Throttle(tellMs, (id) => this.#tellNow(id));
  readonly #started = new Idempotency<Session>();
  readonly #problems = new Map<string, HistoryProblem>();
  readonly #leftovers: Leftovers;
  #recentFolders: string[] = [];
  /** Sessions that are being started, restarted or deleted: one at a time for each. */
  readonly #busy = new Exclusive();
  #isClosing = false;
  readonly history: Sessions["history"];

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#store = new SessionStore(options.database);
    this.#starter = new SessionStarter({
      store: this.#store,
      tools: options.tools,
      withSecrets: (environment) => options.withSecrets(environment),
      prepareTool: async (session, tool) =>
        (await options.prepareTool?.(session, tool)) ?? { arguments: [], environment: {} },
      folderOf: (id) => this.#folderOf(id),
      expectRoom: () => this.#expectRoom(),
      onStarted: (tool) => options.onStarted?.(tool),
    });
    this.#screens = new ScreenThread({
      onParsed: (id, offset) => this.#sessions.get(id)?.onParsed(offset),
      onAnswer: (id, text) => this.#sessions.get(id)?.answer(Buffer.from(text, "latin1")),
      onSeen: (id, seen) => this.#sessions.get(id)?.onSeen(seen),
      onTrouble: (message, context) => options.log.error(message, context),
    });
    this.#leftovers = new Leftovers((session, error) =>
      options.log.error("What a crash left behind could not be ended", { session, error }),
    );
    const byOutput = () =>
      [...this.#sessions.values()].sort((a, b) => (b.record.outputAt ?? 0) - (a.record.outputAt ?? 0));
    this.history = createHistory(this.#screens, (id) => this.#find(id), byOutput);
  }

  async load(): Promise<void> {
    const now = Date.now();
    let interrupted = 0;
    for (const record of await this.#store.list()) {
      const wasRunning = record.status === "running" || record.status === "created";
      const session = this.#add(wasRunning ? { ...record, ...ended("interrupted", record.outputAt ?? now) } : record);
      if (!wasRunning) continue;
      interrupted++;
      await this.#store.update(session.record);
      if (record.identity) this.#leftovers.end(record.id, record.identity, this.#graceMs);
    }
    this.#recentFolders = await this.#store.recentFolders();
    if (interrupted > 0) this.#options.onInterrupted?.(interrupted);
  }

  get runningCount(): number {
    let count = 0;
    for (const session of this.#sessions.values()) if (session.isRunning) count++;
    return count;
  }

  list(): readonly Session[] {
    return [...this.#sessions.values()].map((session) => session.toSession()).sort((a, b) => b.createdAt - a.createdAt);
  }

  get(id: string): Session {
    return this.#find(id).toSession();
  }

  changes(signal?: AbortSignal) {
    return this.#feed.read(() => this.list(), signal);
  }

  readonly onSignal = (listener: (signal: SessionSignal) => void): Disposable => this.#signals.listen(listener);

  recentFolders(): readonly string[] {
    return this.#recentFolders;
  }

  start(request: StartSession): Promise<Session> {
    return this.#started.once(request.idempotencyKey, () => this.#start(request));
  }

  async restart(id: string): Promise<Session> {
    return await this.#exclusively(id, async (session) => {
      await this.#leftovers.ended(id);
      await this.#starter.run(session);
      return session.toSession();
    });
  }

  async stop(id: string): Promise<Session> {
    const session = this.#find(id);
    await session.stop(this.#graceMs);
    return session.toSession();
  }

  async interrupt(id: string): Promise<Session> {
    const session = this.#find(id);
    session.type("\x03", false);
    return session.toSession();
  }

  async sendInput(id: string, text: string, isPaste: boolean): Promise<number> {
    return this.#find(id).type(text, isPaste);
  }

  async rename(id: string, name: string): Promise<Session> {
    const session = this.#find(id);
    await session.rename(name);
    return session.toSession();
  }

  async delete(id: string): Promise<void> {
    await this.#exclusively(id, async (session) => {
      await this.#starter.remove(id, () => {
        this.#sessions.delete(id);
        this.#tell.cancel(id);
        session.close();
        this.#screens.forget(id);
        this.#feed.deleted(id);
      });
    });
  }

  openTerminals(...[link, caller]: Parameters<Sessions["openTerminals"]>) {
    return openLinkTerminals(
      link,
      caller,
      (id) => this.#find(id),
      (message, error) => this.#options.log.error(message, { error }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    await this.#busy.settled();
    const running = [...this.#sessions.values()].filter((session) => session.isRunning).reverse();
    if (running.length > 0) this.#options.log.info("Ending the running sessions", { count: running.length });
    const results = await Promise.allSettled(running.map((session) => session.stop(this.#graceMs)));
    await Promise.all([...this.#sessions.values()].map((session) => session.recorded()));
    this.#tell.clear();
    await this.#leftovers.settled();
    await this.#screens[Symbol.asyncDispose]();
    const failed = results.filter((result) => result.status === "rejected").map((result) => result.reason);
    if (failed.length > 0) throw new AggregateError(failed, "Some sessions did not end cleanly");
  }

  async #start(request: StartSession): Promise<Session> {
    const record = await this.#starter.make(request);
    const session = this.#add(record);
    try {
      await this.#exclusively(record.id, () => this.#starter.run(session));
    } catch (error) {
      this.#sessions.delete(record.id);
      this.#tell.cancel(record.id);
      await this.#starter.remove(record.id);
      throw error;
    }
    await this.#rememberFolder(record.folder).catch((error: unknown) =>
      this.#options.log.error("A folder could not be remembered", { error }),
    );
    return session.toSession();
  }

  /** One start, restart or deletion of a session at a time, and only while it does not run. */
  async #exclusively<Result>(id: string, work: (session: LiveSession) => Promise<Result>): Promise<Result> {
    const session = this.#find(id);
    if (session.isRunning || this.#busy.has(id))
      throw new AppError("SESSION_ALREADY_RUNNING", { details: { session: id } });
    return await this.#busy.run(id, () => work(session));
  }

  /** Throws UNAVAILABLE while closing, TOO_MANY_SESSIONS at the limit. Nothing is awaited between this and the start. */
  #expectRoom(): void {
    const limit = this.#options.settings().maximum;
    if (this.#isClosing) throw new AppError("UNAVAILABLE");
    if (this.runningCount >= limit)
      throw new AppError("TOO_MANY_SESSIONS", { details: { limit, current: this.runningCount } });
  }

  #add(record: SessionRecord): LiveSession {
    const { id } = record;
    const log = this.#options.log.child({ context: { session: id } });
    const session = new LiveSession({
      record,
      folder: this.#folderOf(id),
      screens: this.#screens,
      signals: this.#signals,
      historyLimitBytes: () => this.#options.settings().historyMegabytes * megabyte,
      onChanged: () => this.#tell.call(id),
      onRecordChanged: (changed) => this.#store.update(changed),
      onHistoryProblem: (problem, cause) => {
        if (problem) log.error("History cannot be written", { problem, error: cause });
        else log.info("History is written again");
        this.#onHistoryProblem(id, problem);
      },
      onEnded: () => {
        this.#onHistoryProblem(id, null);
        this.#options.onRunEnded?.(id);
      },
      onTrouble: (message, error) => log.error(message, { error }),
      ...(this.#options.onOutput ? { onOutput: this.#options.onOutput } : {}),
    });
    this.#sessions.set(id, session);
    this.#tell.call(id);
    return session;
  }

  #onHistoryProblem(id: string, problem: HistoryProblem | null): void {
    if (problem) this.#problems.set(id, problem);
    else if (!this.#problems.delete(id)) return;
    const [first] = this.#problems.values();
    this.#options.onHistoryProblem?.(first ?? null);
  }

  async #rememberFolder(folder: string): Promise<void> {
    await this.#store.rememberFolder(folder, Date.now());
    this.#recentFolders = await this.#store.recentFolders();
  }

  #tellNow(id: string): void {
    const session = this.#sessions.get(id);
    if (session) this.#feed.changed(session.toSession());
  }

  #find(id: string): LiveSession {
    const session = this.#sessions.get(id);
    if (!session) throw new AppError("SESSION_NOT_FOUND", { details: { session: id } });
    return session;
  }

  #folderOf(id: string): string {
    return join(this.#options.folder, id);
  }

  get #graceMs(): number {
    return this.#options.settings().stopGraceSeconds * 1000;
  }
}
