export interface PlannedPhone {
  readonly id: string;
  readonly name: string;
  /** Its page follows the changes now. */
  readonly isLive: boolean;
  /** A person uses that page now. */
  readonly isActive: boolean;
  /** It is allowed to answer; one that only watches cannot settle what waits for an answer by looking at it. */
  readonly mayAnswer: boolean;
  /** It has a subscription, and push is turned on. */
  readonly hasPush: boolean;
}

/** Everything besides the item that decides how it is delivered. Times are milliseconds (since the epoch). */
export interface DeliveryWorld {
  readonly now: number;
  readonly hasDesktop: boolean;
  /** A page at this machine follows the changes now. */
  readonly hasPage: boolean;
  /** A person uses such a page now. */
  readonly isAtDesktop: boolean;
  /** Null until they are known: nothing away from the desk is decided before. */
  readonly phones: readonly PlannedPhone[] | null;
  readonly hasNtfy: boolean;
  readonly hasWebhook: boolean;
  /** How long an item may stay unseen in one place before the next is tried. */
  readonly patienceMs: number;
  /** The first moment from the given one on that is outside of the quiet hours. */
  readonly ringsFrom: (at: number) => number;
  /** Keys of the places that are being tried right now. */
  readonly inFlight: ReadonlySet<string>;
}
