import type { Secrets } from "./openSecrets.ts";

/**
 * Opens the place for secrets when somebody first needs it, not at start: a keychain's library costs megabytes, it may take
 * seconds to answer, and it may ask a person to unlock it, who is not there before. A failed opening is tried again next time.
 */
export function secretsOnDemand(open: () => Promise<Secrets>): () => Promise<Secrets> {
  let opened: Promise<Secrets> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
