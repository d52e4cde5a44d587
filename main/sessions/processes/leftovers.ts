import { endLeftover, type ProcessIdentity } from "./processGroups.ts";

/** The ends of what a crash left behind, by session. */
export class Leftovers {
  readonly #ending = new Map<string, Promise<void>>();
  readonly #onTrouble: (session: string, error: unknown) => void;

  constructor(onTrouble: (session: string, error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** Begins to end what is left of a session's process group. */
  end(session: string, identity: ProcessIdentity, graceMs: number): void {
    const done = endLeftover(identity, graceMs)
      .catch((error: unknown) => this.#onTrouble(session, error))
      .finally(() => this.#ending.delete(session));
    this.#ending.set(session, done);
  }

  /** Resolves when what was left of one session is gone. */
  async ended(session: string): Promise<void> {
    await this.#ending.get(session);
  }

  /** Resolves when all is gone. */
  async settled(): Promise<void> {
    await Promise.all(this.#ending.values());
  }
}
