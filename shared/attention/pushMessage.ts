import { z } from "zod";
import { attentionChoice, attentionId, attentionKind } from "../contract/attention.ts";

/**
 * What a push message says (JSON, before its encryption by RFC 8291): enough for a notification, as the page that would ask for more is
 * closed. Texts are cut so that the whole stays below the 3,993 bytes that fit one record.
 */
export const pushMessage = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("item"),
    id: attentionId,
    why: attentionKind,
    who: z.string().max(120),
    text: z.string().max(500),
    /** The answers that fit a notification's buttons; empty where none do. */
    choices: z.array(attentionChoice).max(2),
    /** Milliseconds since the epoch. */
    createdAt: z.number(),
    /** Within the quiet hours: shown, but neither rings nor vibrates. */
    isQuiet: z.boolean().default(false),
  }),
  /** Settled elsewhere meanwhile: its notification asks for nobody any more. `text` says how it ended. */
  z.object({ kind: z.literal("settled"), id: attentionId, who: z.string().max(120), text: z.string().max(500) }),
]);
export type PushMessage = z.infer<typeof pushMessage>;
