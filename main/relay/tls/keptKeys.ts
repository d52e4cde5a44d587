import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { readIfThere } from "./readIfThere.ts";

/** Where private keys are kept: the keychain, or the vault. */
export interface KeyStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<unknown>;
}

export function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

/** PKCS #8. */
export function keyToPem(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/** Null where there is none, or something that is no key. Throws what the store throws. */
export async function readKey(store: KeyStore, name: string): Promise<KeyObject | null> {
  const pem = await store.get(name);
  return pem === null ? null : parsed(() => createPrivateKey(pem));
}

/** Null where there is none, or a file that a person damaged. Throws STORAGE_FAILED. */
export async function readCertificate(file: string): Promise<X509Certificate | null> {
  const pem = await readIfThere(file);
  return pem === null ? null : parsed(() => new X509Certificate(pem));
}

function parsed<Result>(parse: () => Result): Result | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
