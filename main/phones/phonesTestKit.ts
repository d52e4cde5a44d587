import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PairingState } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import { Scope } from "../core/scope.ts";
import { silentLog } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { Phones } from "./contract.ts";
import { createPhones } from "./createPhones.ts";
import { createTestPhone, type ReachedDoor } from "./testPhone.ts";

/** A listener that phones reach, as the relay describes it. */
export const openRelay: Extract<RelayStatus, { kind: "open" }> = {
  kind: "open",
  since: 0,
  port: 8766,
  url: "https://deck.local:8766",
  addressUrls: ["https://192.168.1.7:8766"],
  trustUrl: "http://192.168.1.7:8767",
  certificate: {
    kind: "own-authority",
    names: ["deck.local"],
    issuer: "Quarterdeck",
    validFrom: 0,
    validTo: 0,
    fingerprint: "AA:BB",
    authorityFingerprint: "CC:DD",
  },
  announcement: { kind: "announced", name: "deck" },
  connections: 0,
};

/** Where the phones of these tests come from. */
export const from = { address: "192.168.1.20", label: "Safari on iPhone" };

/** The real phones on a database of their own; clock, keychain and listener are the test's. */
export async function openTestPhones() {
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-phones-"));
  const secrets = new Map<string, string>();
  let scope = new Scope();
  const start = async (): Promise<Phones> => {
    const { database } = scope.use(openDatabase({ dataFolder, log: silentLog }));
    return scope.use(
      await createPhones({
        database,
        log: silentLog,
        secrets: async () => ({
          get: async (name) => secrets.get(name) ?? null,
          set: async (name, value) => secrets.set(name, value),
        }),
        relay: () => house.relay,
        connectionsPerPhone: () => 2,
        now: () => house.now,
      }),
    );
  };
  const close = async (): Promise<void> => {
    await scope[Symbol.asyncDispose]();
    scope = new Scope();
  };
  /** The door as a phone reaches it. */
  const door: ReachedDoor = {
    begin: (request) => house.phones.door.begin(request, from),
    reveal: (request) => house.phones.door.reveal(request),
    wait: (request) => house.phones.door.wait(request, new AbortController().signal),
    challenge: (request) => house.phones.door.challenge(request),
  };
  const house = {
    dataFolder,
    secrets,
    now: 1_000_000_000_000,
    relay: openRelay as RelayStatus,
    phones: await start(),
    /** Closes everything; the folder stays for a look at it. */
    close,
    restart: async () => {
      await close();
      house.phones = await start();
    },
    door,
    pairingState: async (): Promise<PairingState> => {
      for await (const state of house.phones.pairing.changes()) return state;
      throw new Error("no state");
    },
    /** A phone that went through all of it. */
    pair: async (scopes: readonly Permission[] = ["watch"]) => {
      const phone = await createTestPhone();
      const { id: offer, code } = await house.phones.pairing.offer(["watch", "admin"]);
      const begun = await phone.pair(house.door, { kind: "code", code });
      const { id } = await house.phones.pairing.confirm(offer, "Mei's phone", scopes);
      return { ...phone, id, ...begun, proof: () => phone.prove(house.door, id, begun.serverKey) };
    },
    [Symbol.asyncDispose]: async () => {
      await close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return house;
}

export type TestPhones = Awaited<ReturnType<typeof openTestPhones>>;
