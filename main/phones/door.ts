import { randomBytes } from "node:crypto";
import { phoneTranscript, serverTranscript } from "#shared/pairing/transcripts.ts";
import { createChallenges } from "./challenges.ts";
import type { PhoneDoor } from "./contract.ts";
import type { PhoneStore } from "./phoneStore.ts";
import { isSignedBy, type ServerKey } from "./proofs.ts";

export interface DoorDeps {
  readonly store: Pick<PhoneStore, "get" | "keyOf">;
  readonly identity: () => Promise<ServerKey>;
  readonly now: () => number;
}

export interface Door extends Pick<PhoneDoor, "challenge" | "authenticate"> {
  /** Its open challenges are worth nothing any more. */
  forget(phone: string): void;
}

/** How paired phones come in: the server proves itself, then they do. */
export function createDoor({ store, identity, now }: DoorDeps): Door {
  const challenges = createChallenges(now);
  return {
    forget: challenges.forget,
    challenge: async ({ phone, nonce: phoneNonce }) => {
      const server = await identity();
      const paired = store.get(phone);
      // A phone that was revoked learns that this is its server, and then, from its proof being refused, that it was removed: it must
      // not take this for another server. For one that was never known the same is done with a key that nobody has, so that the
      // answer tells nothing. Neither is remembered: strangers must not be able to push out the challenges of phones.
      const phoneKey = store.keyOf(phone) ?? randomBytes(65).toString("base64url");
      const serverNonce = paired ? challenges.give(phone, phoneNonce) : randomBytes(32).toString("base64url");
      const transcript = serverTranscript({ phone, phoneKey, serverKey: server.publicKey, phoneNonce, serverNonce });
      return { nonce: serverNonce, signature: await server.sign(transcript) };
    },
    authenticate: async ({ phone: id, nonce: serverNonce, signature }) => {
      const phoneNonce = challenges.take(id, serverNonce);
      const phone = store.get(id);
      if (phoneNonce === null || !phone) return null;
      const { publicKey: serverKey } = await identity();
      const { publicKey: phoneKey } = phone;
      const transcript = phoneTranscript({ phone: id, phoneKey, serverKey, phoneNonce, serverNonce });
      if (!(await isSignedBy(phoneKey, transcript, signature))) return null;
      // Looked up after all waiting: it may have been revoked, or may do less, since.
      const now = store.get(id);
      return now ? { kind: "phone", label: now.name, scopes: now.scopes, credentialId: id } : null;
    },
  };
}
