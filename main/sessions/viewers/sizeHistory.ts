import type { TerminalSize } from "#shared/contract/sessions.ts";

export interface SizeChange extends TerminalSize {
  /** The output from here on was printed on a terminal of this size. */
  readonly offset: number;
}

/** Viewers further behind than this many changes of size start over with a snapshot. */
const keptChanges = 200;

/** The sizes a terminal had while the app has been running, the last ones. */
export class SizeHistory {
  #changes: SizeChange[];

  constructor(first: SizeChange) {
    this.#changes = [first];
  }

  get current(): SizeChange {
    const last = this.#changes.at(-1);
    if (!last) throw new Error("A terminal always has a size");
    return last;
  }

  add(change: SizeChange): void {
    if (this.current.offset === change.offset) this.#changes.pop();
    this.#changes.push(change);
    if (this.#changes.length > keptChanges) this.#changes.shift();
  }

  /** The size at `offset`; undefined if that is too long ago. */
  at(offset: number): SizeChange | undefined {
    return this.#changes.findLast((change) => change.offset <= offset);
  }

  /** The first change after `offset`. */
  after(offset: number): SizeChange | undefined {
    return this.#changes.find((change) => change.offset > offset);
  }
}
