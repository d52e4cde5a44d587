import type { Log } from "../observability/log.ts";
import { createKeyText, openServerKey, type ServerKey } from "./proofs.ts";

/** What is kept in the keychain or the vault, by name. */
export interface KeyStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<unknown>;
}

/** Begins with the prefix that keeps it out of the user's lists and of tools (shared/configuration/secretReference.ts). */
export const identitySecret = "quarterdeck.relay-identity";

/**
 * The key by which paired phones know this machine again, made when it is first needed. The answer is one promise for all who ask; a
 * failure is not kept. Throws KEYCHAIN_FAILED, STORAGE_FAILED, DISK_FULL.
 */
export function identityOnDemand(secrets: () => Promise<KeyStore>, log: Log): () => Promise<ServerKey> {
  let opened: Promise<ServerKey> | undefined;
  const open = async (): Promise<ServerKey> => {
    const store = await secrets();
    const kept = await store.get(identitySecret);
    if (kept !== null) return await openServerKey(kept);
    const made = await createKeyText();
    await store.set(identitySecret, made);
    log.info("This machine's own key was made; phones that are paired from now on know it by this key");
    return await openServerKey(made);
  };
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
