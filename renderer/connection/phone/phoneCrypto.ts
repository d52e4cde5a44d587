import { fromBase64Url, toBase64Url } from "./base64url.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
/** Signatures are 64 bytes, both numbers one after the other (IEEE P1363), as WebCrypto gives and takes them. */
const signing = { name: "ECDSA", hash: "SHA-256" } as const;

/** A phone's key pair: the private half can be used here and read nowhere. */
export interface PhoneKey {
  /** 65 raw bytes in base64url. */
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
}

/** What a phone does with keys; there in secure contexts alone. */
export interface PhoneCrypto {
  createKey(): Promise<PhoneKey>;
  /** 64 bytes in base64url. */
  sign(privateKey: CryptoKey, text: string): Promise<string>;
  /** False for a wrong signature, and for a key or a signature that is none. */
  isSignedBy(publicKey: string, text: string, signature: string): Promise<boolean>;
  /** 32 random bytes in base64url. */
  createNonce(): string;
  /** SHA-256 of a nonce's bytes in base64url. */
  commitTo(nonce: string): Promise<string>;
  /** The numbers of the four words of a transcript. */
  wordNumbers(transcript: string): Promise<readonly number[]>;
}

/** Null where the browser withholds WebCrypto: the page came over plain HTTP. */
export function createPhoneCrypto(crypto: Crypto | undefined): PhoneCrypto | null {
  // Typed as always there, but browsers leave it out of insecure contexts.
  const subtle: SubtleCrypto | undefined = crypto?.subtle;
  if (!crypto || !subtle) return null;
  const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
    new Uint8Array(await subtle.digest("SHA-256", bytes));
  return {
    createKey: async () => {
      const { privateKey, publicKey } = await subtle.generateKey(algorithm, false, ["sign", "verify"]);
      const raw = new Uint8Array(await subtle.exportKey("raw", publicKey));
      return { publicKey: toBase64Url(raw), privateKey };
    },
    sign: async (privateKey, text) => toBase64Url(new Uint8Array(await subtle.sign(signing, privateKey, utf8(text)))),
    isSignedBy: async (publicKey, text, signature) => {
      const key = fromBase64Url(publicKey);
      const signed = fromBase64Url(signature);
      if (!key || !signed) return false;
      return await subtle.verify(signing, await importKey(subtle, key), signed, utf8(text));
    },
    createNonce: () => toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
    commitTo: async (nonce) => toBase64Url(await digest(fromBase64Url(nonce) ?? new Uint8Array())),
    wordNumbers: async (transcript) => [...(await digest(utf8(transcript))).subarray(0, 4)],
  };
}

/** The server's public key; a point that is not on the curve is refused by the browser with a DataError. */
async function importKey(subtle: SubtleCrypto, raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return await subtle.importKey("raw", raw, algorithm, false, ["verify"]);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
