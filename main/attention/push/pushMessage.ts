import type { AttentionItem, PushSubscription } from "#shared/contract/attention.ts";
import { cleanText } from "../items/cleanText.ts";
import { needsAnswer } from "../items/itemRequest.ts";
import type { PushKeyPair } from "./pushKey.ts";

/** After this the push service forgets a push that it could not bring: the phone's inbox has it anyway. In seconds. */
const timeToLive = 4 * 3600;
/**
 * Whom a push service may write to about us (RFC 8292 2.1) where nobody is named: there is no vendor behind an installation. The domain belongs
 * to nobody (RFC 2606) but exists: Apple refuses every push whose contact is at `.invalid`, `.local` or `localhost` (403 BadJwtToken).
 */
const nobody = "quarterdeck@example.com";

export interface PushMessage {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

/**
 * An item for a phone whose page is closed: little, encrypted for this subscription alone (RFC 8291), signed with our key. A later
 * push about the same item replaces one that still waits at the push service (its topic). `contact` is an e-mail address, or empty.
 */
export async function pushMessage(
  item: AttentionItem,
  subscription: PushSubscription,
  { key, contact }: { readonly key: PushKeyPair; readonly contact: string },
): Promise<PushMessage> {
  const { default: webPush } = await import("web-push");
  const { id, kind, sequence, text, who } = item;
  const payload = JSON.stringify({ id, sequence, kind, who, text: cleanText(text, 200) });
  const { body, headers } = webPush.generateRequestDetails(subscription, payload, {
    vapidDetails: { subject: `mailto:${contact || nobody}`, ...key },
    contentEncoding: "aes128gcm",
    TTL: timeToLive,
    urgency: needsAnswer(item) ? "high" : "normal",
    topic: id.replaceAll("-", ""),
  });
  return { headers: headersOf(headers), body };
}

/** The library writes them as it likes; the length is what we send. */
function headersOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== "content-length")
      .map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
