import type { SessionSignal } from "../contract.ts";
import { SignalScanner } from "./signalScanner.ts";

/** Hands on what happens in the sessions to whoever listens. */
export class SessionSignals {
  readonly #listeners = new Set<(signal: SessionSignal) => void>();

  listen(listener: (signal: SessionSignal) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  tell(signal: SessionSignal): void {
    for (const listener of this.#listeners) listener(signal);
  }

  /** For one run of a program: each piece of its output, as it was published. */
  reader(session: string): (bytes: Uint8Array) => void {
    const scanner = new SignalScanner();
    return (bytes) => {
      if (bytes.length === 0) return;
      this.tell({ session, kind: "output" });
      for (const signal of scanner.push(bytes)) this.tell({ session, ...signal });
    };
  }
}
