import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Phone } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import { AppError } from "#shared/errors/appError.ts";
import { createLatestValue } from "../core/latestValue.ts";
import { Scope } from "../core/scope.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Phones } from "./contract.ts";
import { createDoor } from "./door.ts";
import { identityOnDemand, type KeyStore } from "./identity.ts";
import { createPairing } from "./pairing.ts";
import { keyKnown, openPhoneStore, type PairedPhone, shownPhone } from "./phoneStore.ts";
import { plainName } from "./plainName.ts";

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

/** The paired phones: the list, the way into it, and the door they come through. */
export async function createPhones(deps: PhonesDeps): Promise<Phones> {
  const { database, log, relay, now = Date.now } = deps;
  const scope = new Scope();
  const changes = createLatestValue();
  const changeListeners = new Set<(id: string) => void>();
  const connections = new Map<string, number>();
  const store = scope.use(await openPhoneStore({ database, log, changed: changes.changed }));
  const identity = identityOnDemand(deps.secrets, log);
  const door = createDoor({ store, identity, now });

  const shown = (phone: PairedPhone): Phone => shownPhone(phone, connections.get(phone.id) ?? 0);
  const list = (): Phone[] => store.all().map(shown).sort(lastSeenFirst);
  /** Ends its challenges and connections; harmless for an id that no phone has. */
  const mayDoOtherwise = (id: string): void => {
    door.forget(id);
    for (const listener of changeListeners) listener(id);
  };
  const count = (id: string, difference: 1 | -1): void => {
    const current = (connections.get(id) ?? 0) + difference;
    if (current > 0) connections.set(id, current);
    else connections.delete(id);
    changes.changed();
  };

  const pairing = scope.use(
    createPairing({
      log,
      identity,
      relay,
      now,
      expectNewKey: (publicKey) => {
        if (store.knowsKey(publicKey)) throw keyKnown();
      },
      add: async (given) => {
        const phone = {
          id: randomUUID(),
          ...given,
          pairedAt: now(),
          lastSeenAt: null,
          lastAddress: null,
          hasPush: false,
        };
        await store.add(phone);
        return shown(phone);
      },
    }),
  );
  const { begin, reveal, wait } = pairing;

  return {
    list: async () => list(),
    changes: (signal) => changes.follow(list, signal),
    update: async (id, { name, scopes }) => {
      const { phone, scopesBefore } = await store.update(id, {
        ...(name === undefined ? {} : { name: plainName(name, "–") }),
        ...(scopes === undefined ? {} : { scopes: [...scopes] }),
      });
      // Compared with what it might do until this was written: another change may have been made meanwhile.
      if (!isSameSet(phone.scopes, scopesBefore)) mayDoOtherwise(id);
      return shown(phone);
    },
    revoke: async (id) => {
      const written = store.revoke(id, now());
      // Over for this phone now, before it is written and whether or not it can be.
      mayDoOtherwise(id);
      await written;
      return { id };
    },
    pairing,
    door: { begin, reveal, wait, challenge: door.challenge, authenticate: door.authenticate },
    onChanged: (listener) => {
      changeListeners.add(listener);
    },
    connected: (id, address) => {
      if (!store.get(id)) throw new AppError("UNAUTHENTICATED");
      const limit = deps.connectionsPerPhone();
      const current = connections.get(id) ?? 0;
      if (current >= limit) throw new AppError("TOO_MANY_CONNECTIONS", { details: { current, limit } });
      count(id, 1);
      store.seen(id, now(), address);
      let isConnected = true;
      return () => {
        if (!isConnected) return;
        isConnected = false;
        count(id, -1);
        store.seen(id, now(), address);
      };
    },
    setPush: store.setPush,
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

function lastSeenFirst(one: Phone, other: Phone): number {
  return (other.lastSeenAt ?? other.pairedAt) - (one.lastSeenAt ?? one.pairedAt);
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
