import { z } from "zod";

/** Hidden from the list of secrets, as every name with this prefix. */
const secretName = "quarterdeck.push-key";

/** The server's VAPID key pair (RFC 8292), base64url. */
const pushKeyPair = z.object({ publicKey: z.string(), privateKey: z.string() });
export type PushKeyPair = z.infer<typeof pushKeyPair>;

type Secrets = () => Promise<{
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<unknown>;
}>;

/** Reads the key, made on first use. A new one voids every subscription, so an unreadable one is an error and not replaced. */
export function createPushKey(secrets: Secrets): () => Promise<PushKeyPair> {
  const read = async (): Promise<PushKeyPair> => {
    const place = await secrets();
    const kept = await place.get(secretName);
    if (kept !== null) return pushKeyPair.parse(JSON.parse(kept));
    const { default: webPush } = await import("web-push");
    const made = webPush.generateVAPIDKeys();
    await place.set(secretName, JSON.stringify(made));
    return made;
  };
  let reading: Promise<PushKeyPair> | null = null;
  return async () => {
    reading ??= read();
    try {
      return await reading;
    } catch (error) {
      reading = null;
      throw error;
    }
  };
}
