import type { AttentionItem } from "#shared/contract/attention.ts";
import type { Log } from "../observability/log.ts";
import type { DesktopNotifier } from "./contract.ts";
import type { Carry } from "./delivery/courier.ts";

/** How long the system may take to show a notification, in milliseconds: some say nothing where they show nothing. */
const showMs = 10_000;

/** The desktop host's notifications, where there is one. */
export class DesktopSlot {
  #notifier: DesktopNotifier | null = null;
  readonly #log: Log;
  readonly #changed: () => void;

  constructor(log: Log, changed: () => void) {
    this.#log = log;
    this.#changed = changed;
  }

  get isThere(): boolean {
    return this.#notifier !== null;
  }

  use(notifier: DesktopNotifier): Disposable {
    this.#notifier = notifier;
    this.#changed();
    return {
      [Symbol.dispose]: () => {
        if (this.#notifier !== notifier) return;
        this.#notifier = null;
        this.#changed();
      },
    };
  }

  /** An item that has ended needs no notification any more. */
  itemChanged({ id, state }: AttentionItem): void {
    if (state !== "open") this.#notifier?.remove(id);
  }

  carry: Carry = async (item, _target, signal) => {
    const failed = (reason: string) => ({ kind: "failed", reason, mayRetry: false, retryAfterMs: null }) as const;
    if (!this.#notifier) return failed("no-desktop");
    const late = AbortSignal.timeout(showMs);
    try {
      await Promise.race([this.#notifier.show(item), rejected(AbortSignal.any([late, signal]))]);
      return { kind: "delivered" };
    } catch (error) {
      if (signal.aborted) throw error;
      this.#log.warn("The system did not show a notification", { error });
      return failed(late.aborted ? "timeout" : "not-shown");
    }
  };
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
