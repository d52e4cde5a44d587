import { z } from "zod";
import { pairingWords, phoneId, phoneName } from "../contract/phones.ts";
import { scope } from "../contract/scopes.ts";

/**
 * What a phone and the relay say to each other over HTTP before there is a link: pairing once, then a challenge for every connection.
 * Keys are P-256 (ECDSA with SHA-256), public keys as 65 raw bytes; nonces and commitments 32 bytes; all in base64url.
 */
const bytes = (length: number) => z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((length * 4) / 3)}}$`));
export const publicKey = bytes(65);
export const nonce = bytes(32);
export const signature = bytes(64);

/** POST /auth/pairing/begin: the link's secret or the six digits, and a commitment to a nonce that is shown later. */
export const pairingBegin = z.object({
  proof: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("secret"), secret: z.string().regex(/^[A-Za-z0-9_-]{20,64}$/) }),
    z.object({ kind: z.literal("code"), code: z.string().regex(/^\d{6}$/) }),
  ]),
  publicKey,
  /** SHA-256 of the phone's nonce: it chooses before it knows the server's, so nobody between can look for matching words. */
  commitment: nonce,
  name: phoneName,
});
export const pairingBegun = z.object({
  /** Names this pairing from now on; as secret as the offer. */
  request: z.string().max(64),
  serverKey: publicKey,
  serverNonce: nonce,
  expiresAt: z.number(),
});

/** POST /auth/pairing/reveal: now both sides can show the words. */
export const pairingReveal = z.object({ request: z.string().max(64), nonce });
export const pairingRevealed = z.object({ words: pairingWords });

/** POST /auth/pairing/wait: answers when something has changed, or after 25 s. */
export const pairingWait = z.object({ request: z.string().max(64) });
export const pairingOutcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("waiting") }),
  z.object({ kind: z.literal("paired"), phone: phoneId, name: z.string(), scopes: z.array(scope) }),
  z.object({ kind: z.literal("rejected") }),
  z.object({ kind: z.literal("expired") }),
]);

/** POST /auth/phone/challenge: the server proves itself first; what is signed is written in transcripts.ts. */
export const phoneChallengeRequest = z.object({ phone: phoneId, nonce });
export const phoneChallenge = z.object({ nonce, signature });

/** What a phone gives socket.io as `auth`, and as `phone` in the first frame of the plain JSON protocol. */
export const phoneProof = z.object({ phone: phoneId, nonce, signature });
export type PhoneProof = z.infer<typeof phoneProof>;
