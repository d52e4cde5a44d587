import type { Session, SessionsEvent } from "#shared/contract/sessions.ts";

interface Reader {
  /** What changed since the reader last took something: the latest of each session, null where it was deleted. */
  readonly changed: Map<string, Session | null>;
  wake: () => void;
}

/**
 * Tells readers what changed. A reader that does not keep up finds only the latest of each session, so no queue grows; every reader's
 * events are numbered without a gap, beginning with a snapshot.
 */
export class ChangesFeed {
  readonly #readers = new Set<Reader>();

  changed(session: Session): void {
    this.#tell(session.id, session);
  }

  deleted(id: string): void {
    this.#tell(id, null);
  }

  async *read(list: () => readonly Session[], signal?: AbortSignal): AsyncGenerator<SessionsEvent> {
    const reader: Reader = { changed: new Map(), wake: () => {} };
    const onAbort = (): void => reader.wake();
    this.#readers.add(reader);
    signal?.addEventListener("abort", onAbort);
    try {
      let sequence = 0;
      yield { kind: "snapshot", sequence: sequence++, sessions: [...list()] };
      while (!signal?.aborted) {
        const next = reader.changed.entries().next().value;
        if (!next) {
          await new Promise<void>((resolve) => (reader.wake = resolve));
          continue;
        }
        const [id, session] = next;
        reader.changed.delete(id);
        yield session
          ? { kind: "changed", sequence: sequence++, session }
          : { kind: "deleted", sequence: sequence++, id };
      }
    } finally {
      this.#readers.delete(reader);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  #tell(id: string, session: Session | null): void {
    for (const reader of this.#readers) {
      reader.changed.delete(id);
      reader.changed.set(id, session);
      reader.wake();
    }
  }
}
