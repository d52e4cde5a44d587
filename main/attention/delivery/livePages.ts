import type { Caller } from "../../core/caller.ts";
import { placeOf } from "./ledger.ts";

/** Which pages follow the changes now, and where a person is. Both end with the link, so nothing of it is kept. */
export class LivePages {
  readonly #following = new Map<string, number>();
  readonly #active = new Map<object, string>();
  readonly #changed: () => void;

  /** `changed` is called when an answer below has. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get hasPage(): boolean {
    return this.#following.has("inbox ");
  }

  get isAtDesktop(): boolean {
    return [...this.#active.values()].includes("inbox ");
  }

  isLive(phone: string): boolean {
    return this.#following.has(`phone ${phone}`);
  }

  isActive(phone: string): boolean {
    return [...this.#active.values()].includes(`phone ${phone}`);
  }

  /** A page follows the changes until aborted, or the result is disposed: whichever its link does first. */
  follow(caller: Caller, signal?: AbortSignal): Disposable {
    const page = pageOf(caller);
    let isFollowing = page !== null && !signal?.aborted;
    const end = (): void => {
      if (isFollowing && page !== null) this.#count(page, -1);
      isFollowing = false;
      signal?.removeEventListener("abort", end);
    };
    if (isFollowing && page !== null) this.#count(page, 1);
    signal?.addEventListener("abort", end, { once: true });
    return { [Symbol.dispose]: end };
  }

  presence(link: object, caller: Caller, isActive: boolean): void {
    const page = pageOf(caller);
    const had = this.#active.has(link);
    if (page === null || had === isActive) return;
    if (isActive) this.#active.set(link, page);
    else this.#active.delete(link);
    this.#changed();
  }

  #count(page: string, change: 1 | -1): void {
    const count = (this.#following.get(page) ?? 0) + change;
    if (count === 0) this.#following.delete(page);
    else this.#following.set(page, count);
    if (count === 0 || (count === 1 && change === 1)) this.#changed();
  }
}

/** `inbox ` for every page at this machine, `phone <id>` for a phone's; null for scripts. */
function pageOf(caller: Caller): string | null {
  const place = placeOf(caller);
  return place && `${place.surface} ${place.target}`;
}
