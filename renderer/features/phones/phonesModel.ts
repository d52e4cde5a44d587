import { createStore, type StoreApi } from "zustand/vanilla";
import type { PairingState, Phone } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { AppError } from "#shared/errors/appError.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Shell } from "../../shell/shell.ts";

/** What this page knows of phones; null until the server has said. */
export interface PhonesState {
  readonly phones: readonly Phone[] | null;
  readonly relay: RelayStatus | null;
  readonly pairing: PairingState | null;
  /** Why something of it is not live, if the server refuses it. */
  readonly problem: AppError | null;
  /** Whether the person wants to pair a phone here: the dialog is open. */
  readonly isPairing: boolean;
  /** What the next phone shall be allowed; null while nobody chose. */
  readonly chosen: readonly Permission[] | null;
}

export interface PhonesModel {
  readonly store: StoreApi<PhonesState>;
  setPairing(isPairing: boolean): void;
  choose(permissions: readonly Permission[]): void;
  /** Follows the three streams until disposed. */
  follow(connection: Pick<Connection, "follow">): Disposable;
}

const models = new WeakMap<Shell, PhonesModel>();

/** The one model of a shell: the page and what runs behind it show the same. */
export function phonesModelOf(shell: Shell): PhonesModel {
  const known = models.get(shell);
  if (known) return known;
  const model = createPhonesModel();
  models.set(shell, model);
  return model;
}

export function createPhonesModel(): PhonesModel {
  const store = createStore<PhonesState>(() => ({
    phones: null,
    relay: null,
    pairing: null,
    problem: null,
    isPairing: false,
    chosen: null,
  }));
  const onError = (problem: AppError): void => store.setState({ problem });
  return {
    store,
    setPairing: (isPairing) => store.setState({ isPairing, chosen: null }),
    choose: (chosen) => store.setState({ chosen }),
    follow: (connection) => {
      const followed = [
        connection.follow({
          open: (client, signal) => client.phones.changes(undefined, { signal }),
          onEvent: (phones) => store.setState({ phones, problem: null }),
          onError,
        }),
        connection.follow({
          open: (client, signal) => client.relay.statusChanges(undefined, { signal }),
          onEvent: (relay) => store.setState({ relay, problem: null }),
          onError,
        }),
        connection.follow({
          open: (client, signal) => client.phones.pairing(undefined, { signal }),
          onEvent: (pairing) => store.setState({ pairing, problem: null }),
          onError,
        }),
      ];
      return {
        [Symbol.dispose]: () => {
          for (const one of followed) one[Symbol.dispose]();
          store.setState({ phones: null, relay: null, pairing: null, problem: null });
        },
      };
    },
  };
}
