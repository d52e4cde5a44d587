import { createHmac } from "node:crypto";
import type { AttentionItem } from "#shared/contract/attention.ts";

/** If there is a secret of this name, what is sent to the webhook is signed with it. */
export const webhookSecret = "attention-webhook";

export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * An item as a webhook gets it. With a secret, `X-Quarterdeck-Signature` is `sha256=` and the HMAC-SHA-256 of the body in
 * hexadecimal. `X-Quarterdeck-Delivery` is the same for each attempt, so that a receiver can tell a repeated one.
 */
export function webhookMessage(item: AttentionItem, link: string | null, secret: string | null): WebhookMessage {
  const { acceptsText, choices, createdAt, detail, id, kind, place, sequence, text, tool, who } = item;
  const body = JSON.stringify({
    event: "attention",
    item: { id, sequence, kind, place, who, tool, text, detail, choices, acceptsText, createdAt },
    link,
  });
  return {
    headers: {
      "content-type": "application/json",
      "user-agent": "Quarterdeck",
      "x-quarterdeck-delivery": id,
      ...(secret === null ? {} : { "x-quarterdeck-signature": `sha256=${hmac(body, secret)}` }),
    },
    body,
  };
}

function hmac(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}
