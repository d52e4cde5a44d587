import type { PhoneProof } from "#shared/pairing/pairingMessages.ts";
import type { Caller } from "../core/caller.ts";
import { fakePhones } from "../core/testPhonesAndAttention.ts";
import type { Phones } from "../phones/contract.ts";
import { startTestHost } from "./relayTestKit.ts";
import { openSocket, type RequestOptions, send, upgrade } from "./testClient.ts";

export const phoneId = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
const zeros = (bytes: number): string => Buffer.alloc(bytes).toString("base64url");
/** Readable; whether it is good is for the fake door to say. */
export const proof: PhoneProof = { phone: phoneId, nonce: zeros(32), signature: zeros(64) };
export const begin = {
  proof: { kind: "code", code: "123456" },
  publicKey: zeros(65),
  commitment: zeros(32),
  name: "Mei's phone",
};

/** One phone whose proof is `proof`, behind the port of main/phones. */
export function createFakePhones(changes: Partial<Phones["door"]> = {}) {
  const listeners = new Set<(id: string) => void>();
  const live: string[] = [];
  const caller: Caller = { kind: "phone", label: "Mei's phone", scopes: ["watch"], credentialId: phoneId };
  const phones: Phones = {
    ...fakePhones(),
    door: {
      ...fakePhones().door,
      authenticate: async ({ signature }) => (signature === proof.signature ? caller : null),
      ...changes,
    },
    onChanged: (listener) => void listeners.add(listener),
    connected: (id, address) => {
      const entry = `${id} ${address}`;
      live.push(entry);
      return () => void live.splice(live.indexOf(entry), 1);
    },
  };
  return {
    phones,
    /** Who is connected, with their addresses. */
    live,
    change: (id: string) => {
      for (const listener of listeners) listener(id);
    },
  };
}

/** The real host with its listener for phones open, and clients that trust its authority. */
export async function startPhoneHost(options: Parameters<typeof startTestHost>[0] = {}) {
  const host = await startTestHost({ ...options, relay: { enabled: true, ...options.relay } });
  const ca = await host.authority();
  const phonePort = await host.phonePort();
  return {
    host,
    ca,
    port: phonePort,
    ask: (path: string, request: RequestOptions = {}) => send(phonePort, path, { ca, ...request }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(phonePort, path, {
        ca,
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    upgrade: (path: string, headers: Record<string, string>) => upgrade(phonePort, path, headers, ca),
    openSocket: (auth: object, headers: Record<string, string> = {}) => openSocket(phonePort, auth, headers, ca),
    [Symbol.asyncDispose]: () => host.dispose(),
  };
}
