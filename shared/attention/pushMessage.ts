import { z } from "zod";
import { attentionId, attentionKind } from "../contract/attention.ts";

/**
 * What a push message says (JSON, before its encryption by RFC 8291): enough for a notification where the server cannot be asked for
 * more. `sequence` is the item's (contract/attention.ts).
 */
export const pushMessage = z.object({
  id: attentionId,
  sequence: z.number().int(),
  kind: attentionKind,
  who: z.string().max(120),
  text: z.string().max(2000),
});
export type PushMessage = z.infer<typeof pushMessage>;
