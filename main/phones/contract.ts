import type { z } from "zod";
import type { PairingOffer, PairingState, Phone } from "#shared/contract/phones.ts";
import type { Scope } from "#shared/contract/scopes.ts";
import type * as messages from "#shared/pairing/pairingMessages.ts";
import type { Caller } from "../core/caller.ts";

/** Paired phones and how one becomes one. Methods throw the AppErrors that the contract declares for them. */
export interface Phones extends AsyncDisposable {
  list(): Promise<Phone[]>;
  changes(signal?: AbortSignal): AsyncIterable<Phone[]>;
  update(id: string, change: { name?: string | undefined; scopes?: readonly Scope[] | undefined }): Promise<Phone>;
  revoke(id: string): Promise<{ id: string }>;
  readonly pairing: Pairing;
  readonly door: PhoneDoor;
  /** Called with a phone's id as soon as what it may do has changed, or it was revoked: its live connections must end. */
  onChanged(listener: (id: string) => void): void;
  /** Counts a live connection of a phone; the result takes it back. Throws TOO_MANY_CONNECTIONS above `relay.connectionsPerPhone`. */
  connected(id: string, address: string): () => void;
  /** Told by attention, for the list. */
  setPush(id: string, hasPush: boolean): void;
}

export interface Pairing {
  changes(signal?: AbortSignal): AsyncIterable<PairingState>;
  offer(scopes: readonly Scope[]): Promise<PairingOffer>;
  withdraw(id: string): void;
  confirm(id: string, name: string, scopes: readonly Scope[]): Promise<Phone>;
  reject(id: string): void;
}

type Message<Schema extends z.ZodType> = z.infer<Schema>;

/** What an unauthenticated phone may ask; the relay parses and rate-limits before it calls. */
export interface PhoneDoor {
  /** Throws PAIRING_CODE_WRONG or PAIRING_ENDED. `label` is what its browser says it is. */
  begin(
    request: Message<typeof messages.pairingBegin>,
    from: { readonly address: string; readonly label: string },
  ): Promise<Message<typeof messages.pairingBegun>>;
  reveal(request: Message<typeof messages.pairingReveal>): Promise<Message<typeof messages.pairingRevealed>>;
  wait(
    request: Message<typeof messages.pairingWait>,
    signal: AbortSignal,
  ): Promise<Message<typeof messages.pairingOutcome>>;
  /** Answers for unknown phones too, so that nobody learns which exist. */
  challenge(request: Message<typeof messages.phoneChallengeRequest>): Promise<Message<typeof messages.phoneChallenge>>;
  /** Who holds this proof now; null if nobody does. Each challenge is good for one proof, within a minute. */
  authenticate(proof: messages.PhoneProof): Promise<Caller | null>;
}
