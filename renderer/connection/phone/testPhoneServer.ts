import type { z } from "zod";
import type { Scope } from "#shared/contract/scopes.ts";
import type { PhoneProof } from "#shared/pairing/pairingMessages.ts";
import * as messages from "#shared/pairing/pairingMessages.ts";
import { phoneTranscript, serverTranscript, wordsTranscript } from "#shared/pairing/transcripts.ts";
import type { AskServer, ServerAnswer } from "./askServer.ts";
import type { Pairing, PairingStore } from "./pairingStore.ts";
import { createPhoneCrypto, type PhoneCrypto, type PhoneKey } from "./phoneCrypto.ts";

/** WebCrypto as the browser has it. */
export function testCrypto(): PhoneCrypto {
  const crypto = createPhoneCrypto(globalThis.crypto);
  if (!crypto) throw new Error("Node has no WebCrypto");
  return crypto;
}

export function createMemoryStore(): PairingStore & { readonly kept: Map<string, Pairing> } {
  const kept = new Map<string, Pairing>();
  return {
    kept,
    list: async () => [...kept.values()].toSorted((a, b) => b.pairedAt - a.pairedAt),
    save: async (pairing) => void kept.set(pairing.serverKey, pairing),
    forget: async (serverKey) => void kept.delete(serverKey),
  };
}

interface Waiting {
  readonly publicKey: string;
  readonly commitment: string;
  readonly serverNonce: string;
  nonce: string | null;
}

type Outcome = z.infer<typeof messages.pairingOutcome>;

/** The server's side of shared/pairing, in memory; what it does wrong is chosen by the test. */
export interface TestPhoneServer {
  readonly ask: AskServer;
  readonly key: PhoneKey;
  /** The bodies that arrived, by path. */
  readonly received: { readonly path: string; readonly body: object }[];
  readonly phones: Map<string, { readonly publicKey: string; isRevoked: boolean }>;
  readonly waiting: Map<string, Waiting>;
  /** Answers the wait that is under way or comes next. */
  decide(outcome: "confirm" | "reject" | "expire"): void;
  /** The next answers of a path, before it answers properly again. */
  answerNext(path: string, ...answers: ServerAnswer<never>[]): void;
  isProofOfPaired(proof: PhoneProof): Promise<boolean>;
}

export async function createTestPhoneServer(
  options: { readonly secret?: string; readonly wrongWords?: boolean; readonly scopes?: readonly Scope[] } = {},
): Promise<TestPhoneServer> {
  const crypto = testCrypto();
  const key = await crypto.createKey();
  const received: TestPhoneServer["received"] = [];
  const phones: TestPhoneServer["phones"] = new Map();
  const waiting = new Map<string, Waiting>();
  const challenges = new Map<string, { readonly phone: string; readonly phoneNonce: string }>();
  const planned = new Map<string, ServerAnswer<never>[]>();
  let decision = Promise.withResolvers<"confirm" | "reject" | "expire">();

  const begin = async (body: unknown) => {
    const { proof, publicKey, commitment } = messages.pairingBegin.parse(body);
    const shown = proof.kind === "secret" ? proof.secret : proof.code;
    if (shown !== (options.secret ?? "123456")) return { kind: "refusal", code: "PAIRING_CODE_WRONG" } as const;
    const request = globalThis.crypto.randomUUID();
    const serverNonce = crypto.createNonce();
    waiting.set(request, { publicKey, commitment, serverNonce, nonce: null });
    return { request, serverKey: key.publicKey, serverNonce, expiresAt: Date.now() + 300_000 };
  };
  const reveal = async (body: unknown) => {
    const { request, nonce } = messages.pairingReveal.parse(body);
    const found = waiting.get(request);
    if (!found || (await crypto.commitTo(nonce)) !== found.commitment)
      return { kind: "refusal", code: "PAIRING_ENDED" } as const;
    found.nonce = nonce;
    const { publicKey: phoneKey, serverNonce } = found;
    const transcript = wordsTranscript({ phoneKey, serverKey: key.publicKey, phoneNonce: nonce, serverNonce });
    const words = await crypto.wordNumbers(transcript);
    return { words: options.wrongWords ? words.map((word) => 255 - word) : words };
  };
  const wait = async (body: unknown): Promise<Outcome> => {
    const { request } = messages.pairingWait.parse(body);
    const decided = await decision.promise;
    if (decided !== "confirm") return { kind: decided === "reject" ? "rejected" : "expired" };
    const found = waiting.get(request);
    if (!found) return { kind: "expired" };
    const phone = globalThis.crypto.randomUUID();
    phones.set(phone, { publicKey: found.publicKey, isRevoked: false });
    return { kind: "paired", phone, name: "Pixel", scopes: [...(options.scopes ?? ["watch"])] };
  };
  const challenge = async (body: unknown) => {
    const { phone, nonce: phoneNonce } = messages.phoneChallengeRequest.parse(body);
    const nonce = crypto.createNonce();
    challenges.set(nonce, { phone, phoneNonce });
    const phoneKey = phones.get(phone)?.publicKey ?? "";
    const transcript = { phone, phoneKey, serverKey: key.publicKey, phoneNonce, serverNonce: nonce };
    return { nonce, signature: await crypto.sign(key.privateKey, serverTranscript(transcript)) };
  };
  const routes: Record<string, (body: unknown) => Promise<object>> = {
    "/auth/pairing/begin": begin,
    "/auth/pairing/reveal": reveal,
    "/auth/pairing/wait": wait,
    "/auth/phone/challenge": challenge,
  };
  const ask: AskServer = async (path, body, schema) => {
    received.push({ path, body });
    const next = planned.get(path)?.shift();
    if (next) return next;
    const answer = await routes[path]?.(body);
    if (answer && "kind" in answer && answer.kind === "refusal")
      return { kind: "refusal", code: "code" in answer ? String(answer.code) : "" };
    return { kind: "answer", value: schema.parse(answer) };
  };
  return {
    ask,
    key,
    received,
    phones,
    waiting,
    decide: (outcome) => {
      decision.resolve(outcome);
    },
    answerNext: (path, ...answers) => {
      planned.set(path, [...(planned.get(path) ?? []), ...answers]);
      decision = Promise.withResolvers();
    },
    isProofOfPaired: async ({ phone, nonce: serverNonce, signature }) => {
      const known = phones.get(phone);
      const given = challenges.get(serverNonce);
      challenges.delete(serverNonce);
      if (!known || known.isRevoked || given?.phone !== phone) return false;
      const { publicKey: phoneKey } = known;
      const transcript = { phone, phoneKey, serverKey: key.publicKey, phoneNonce: given.phoneNonce, serverNonce };
      return await crypto.isSignedBy(phoneKey, phoneTranscript(transcript), signature);
    },
  };
}
