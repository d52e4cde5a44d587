import { createHash, timingSafeEqual, webcrypto } from "node:crypto";
import { AppError } from "#shared/errors/appError.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
/** Signatures are 64 bytes, both numbers one after the other (IEEE P1363), which is what WebCrypto gives and takes. */
const signing = { name: "ECDSA", hash: "SHA-256" } as const;
const { subtle } = webcrypto;

/** The server's own key pair. The private half cannot be taken out of it. */
export interface ServerKey {
  /** 65 raw bytes in base64url. */
  readonly publicKey: string;
  /** Signs one of the texts of shared/pairing/transcripts.ts; base64url. */
  sign(transcript: string): Promise<string>;
}

/** A fresh key pair as text (JWK), to be kept where secrets are kept. */
export async function createKeyText(): Promise<string> {
  const { privateKey } = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
  return JSON.stringify(await subtle.exportKey("jwk", privateKey));
}

/** Throws KEYCHAIN_FAILED where the text is no key that createKeyText wrote. */
export async function openServerKey(text: string): Promise<ServerKey> {
  try {
    const jwk: webcrypto.JsonWebKey = JSON.parse(text);
    const privateKey = await subtle.importKey("jwk", jwk, algorithm, false, ["sign"]);
    const { kty = "", crv = "", x = "", y = "" } = jwk;
    const half = await subtle.importKey("jwk", { kty, crv, x, y }, algorithm, true, ["verify"]);
    const publicKey = toText(await subtle.exportKey("raw", half));
    return {
      publicKey,
      sign: async (transcript) => toText(await subtle.sign(signing, privateKey, Buffer.from(transcript))),
    };
  } catch (error) {
    throw new AppError("KEYCHAIN_FAILED", {
      message: "What is kept as this machine's own key is no key.",
      // Not the error itself: what parses keys may quote them.
      details: { reason: error instanceof Error ? error.name : "unreadable" },
    });
  }
}

/**
 * Throws VALIDATION for what is no point of the curve, and for another spelling of the same bytes: base64url leaves two bits of
 * 65 bytes over, and a key must not be paired twice under two texts.
 */
export async function checkPublicKey(text: string): Promise<void> {
  const raw = Buffer.from(text, "base64url");
  try {
    if (raw.toString("base64url") !== text) throw new Error("not its canonical text");
    await importPublicKey(text);
  } catch (error) {
    throw new AppError("VALIDATION", {
      message: "This is no P-256 public key.",
      details: { problems: [{ path: "publicKey", message: "not a P-256 public key" }] },
      cause: error,
    });
  }
}

/** Whether the holder of a public key that was checked signed this text. */
export async function isSignedBy(publicKey: string, transcript: string, signature: string): Promise<boolean> {
  const key = await importPublicKey(publicKey);
  return await subtle.verify(signing, key, Buffer.from(signature, "base64url"), Buffer.from(transcript));
}

/** Whether a nonce is the one that was committed to: the commitment is SHA-256 of its bytes. */
export function isCommitted(commitment: string, nonce: string): boolean {
  const expected = Buffer.from(commitment, "base64url");
  const shown = createHash("sha256").update(Buffer.from(nonce, "base64url")).digest();
  return expected.length === shown.length && timingSafeEqual(expected, shown);
}

/** The numbers of the four words: the first four bytes of the SHA-256 of their transcript. */
export function wordNumbers(transcript: string): number[] {
  return [...createHash("sha256").update(transcript).digest().subarray(0, 4)];
}

async function importPublicKey(text: string): Promise<webcrypto.CryptoKey> {
  return await subtle.importKey("raw", Buffer.from(text, "base64url"), algorithm, false, ["verify"]);
}

function toText(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString("base64url");
}
