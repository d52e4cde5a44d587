import type { Kysely } from "kysely";
import type { RelayStatus } from "#shared/contract/relay.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Phones } from "./contract.ts";

export interface PhonesDeps {
  readonly database: Kysely<Tables>;
  readonly log: Log;
  /** Where the server's own key is kept. */
  readonly secrets: () => Promise<KeyStore>;
  readonly relay: () => RelayStatus;
  readonly connectionsPerPhone: () => number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What is kept in the keychain or the vault, by name. */
export interface KeyStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<unknown>;
}

export async function createPhones(_deps: PhonesDeps): Promise<Phones> {
  const missing = (): never => {
    throw new AppError("UNAVAILABLE");
  };
  const later = async (): Promise<never> => missing();
  return {
    list: async () => [],
    changes: async function* () {},
    update: later,
    revoke: later,
    pairing: { changes: async function* () {}, offer: later, withdraw: missing, confirm: later, reject: missing },
    door: { begin: later, reveal: later, wait: later, challenge: later, authenticate: async () => null },
    onChanged: () => {},
    connected: () => () => {},
    setPush: () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}
