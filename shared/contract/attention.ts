import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { linkCall, mutation, query } from "./procedure.ts";
import { sessionId } from "./sessions.ts";

export const attentionId = z
  .string()
  .regex(/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/, "not an attention item's id");

/** Why somebody is needed. `permission` and `question` wait for an answer; the others want to be known. */
export const attentionKind = z.enum([
  "permission",
  "question",
  "waiting",
  "finished",
  "failed",
  "bell",
  "notification",
]);
export type AttentionKind = z.infer<typeof attentionKind>;

/** Where to look: a session, or the app itself. */
export const attentionPlace = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("session"), session: sessionId }),
  z.object({ kind: z.literal("app") }),
]);
export type AttentionPlace = z.infer<typeof attentionPlace>;

/** One possible answer. `role` decides how it looks and what a notification's two buttons are. */
export const attentionChoice = z.object({
  id: z.string().min(1).max(64),
  label: z.string().min(1).max(200),
  role: z.enum(["allow", "deny", "other"]),
});
export type AttentionChoice = z.infer<typeof attentionChoice>;

/** The ways to reach a person. `desktop` is the system's notification, `inbox` an open page at this machine, `phone` a phone's live page. */
export const attentionSurface = z.enum(["desktop", "inbox", "phone", "push", "ntfy", "webhook"]);
export type AttentionSurface = z.infer<typeof attentionSurface>;

/** How far an item got on one surface; what happened when stands in `times`. Times are milliseconds since the epoch. */
export const attentionDelivery = z.object({
  surface: attentionSurface,
  /** Which of several: a phone's id; empty where there is one. */
  target: z.string(),
  /** For people: the phone's name. */
  label: z.string(),
  state: z.enum(["waiting", "sent", "delivered", "seen", "answered", "failed", "skipped"]),
  /** Why it failed, waits or was skipped: a key of the renderer's texts, or what the other side said. */
  reason: z.string().nullable(),
  attempts: z.number().int(),
  times: z.object({
    sentAt: z.number().nullable(),
    deliveredAt: z.number().nullable(),
    seenAt: z.number().nullable(),
    answeredAt: z.number().nullable(),
    nextAt: z.number().nullable(),
  }),
});
export type AttentionDelivery = z.infer<typeof attentionDelivery>;

export const attentionAnswer = z.object({
  /** The id of the choice; null for an answer in words alone. */
  choice: z.string().nullable(),
  text: z.string().nullable(),
  by: z.object({ kind: z.string(), label: z.string() }),
  at: z.number(),
});
export type AttentionAnswer = z.infer<typeof attentionAnswer>;

export const attentionItem = z.object({
  id: attentionId,
  /** Of its last change: grows with every change of any item, without end; what a client remembers to ask for the rest. */
  sequence: z.number().int(),
  kind: attentionKind,
  place: attentionPlace,
  /** Who needs the user: the session's name, the tool. */
  who: z.string().max(120),
  tool: z.string().nullable(),
  /** Why, in one line or a few. Untrusted text of a tool. */
  text: z.string().max(2000),
  /** What exactly: the command to run, the file to change. */
  detail: z.string().max(16_000).nullable(),
  choices: z.array(attentionChoice).max(12),
  /** Whether words may be given instead of or with a choice. */
  acceptsText: z.boolean(),
  state: z.enum(["open", "answered", "closed"]),
  /** Why it closed without an answer here: answered in the terminal, the session went on or ended, put away, too old. */
  closedBy: z.enum(["terminal", "went-on", "session-ended", "dismissed", "replaced", "expired"]).nullable(),
  answer: attentionAnswer.nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  deliveries: z.array(attentionDelivery),
});
export type AttentionItem = z.infer<typeof attentionItem>;

/** First a snapshot, then every change in the order of `sequence`. With `after`, the snapshot holds all that changed since, in order. */
export const attentionEvent = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("snapshot"),
    sequence: z.number().int(),
    /** False: what changed since `after`. True: everything open and the newest closed; what the client had before is void. */
    isWhole: z.boolean(),
    items: z.array(attentionItem),
  }),
  z.object({ kind: z.literal("changed"), sequence: z.number().int(), item: attentionItem }),
]);
export type AttentionEvent = z.infer<typeof attentionEvent>;

/** A browser's push subscription (RFC 8030, keys of RFC 8291 in base64url). */
export const pushSubscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(2048),
  keys: z.object({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{80,100}={0,2}$/),
    auth: z.string().regex(/^[A-Za-z0-9_-]{20,30}={0,2}$/),
  }),
});
export type PushSubscription = z.infer<typeof pushSubscription>;

const byId = z.object({ id: attentionId });

export const attentionContract = {
  list: query("watch")
    .route({ method: "GET", path: "/attention", summary: "What needs the user, newest first" })
    .input(
      z.object({
        state: z.enum(["open", "all"]).default("open"),
        /** The `sequence` of the last item of the page before. */
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
    )
    .output(z.array(attentionItem)),
  get: query("watch", ["ATTENTION_NOT_FOUND"])
    .route({ method: "GET", path: "/attention/{id}", summary: "One item, with its deliveries" })
    .input(byId)
    .output(attentionItem),
  changes: query("watch")
    .route({ method: "GET", path: "/attention/changes", summary: "What needs the user, now and at every change" })
    .input(z.object({ after: z.coerce.number().int().nonnegative().optional() }))
    .output(eventIterator(attentionEvent)),
  /** The caller's own surface has shown them, or a person has looked at them. Unknown ids are ignored: they may be old. */
  acknowledge: mutation("watch")
    .route({ method: "POST", path: "/attention/acknowledge", summary: "Say that items arrived, or were seen" })
    .input(z.object({ ids: z.array(attentionId).min(1).max(200), stage: z.enum(["delivered", "seen"]) }))
    .output(z.object({})),
  /** Applied exactly once: the same key answers the same; a second answer is ATTENTION_CLOSED with who was first. */
  answer: mutation("approve", ["ATTENTION_NOT_FOUND", "ATTENTION_CLOSED", "VALIDATION"])
    .route({ method: "POST", path: "/attention/{id}/answer", summary: "Answer an item" })
    .input(
      byId.extend({
        idempotencyKey: z.string().min(8).max(64),
        choice: z.string().min(1).max(64).optional(),
        text: z.string().max(4000).optional(),
      }),
    )
    .output(attentionItem),
  dismiss: mutation("steer", ["ATTENTION_NOT_FOUND"])
    .route({ method: "POST", path: "/attention/{id}/dismiss", summary: "Put an item away without an answer" })
    .input(byId)
    .output(attentionItem),
  /** The server's key for push (VAPID, base64url); null while push is turned off in the settings. */
  pushKey: query("watch")
    .route({ method: "GET", path: "/attention/push-key", summary: "The key to subscribe to push with" })
    .output(z.object({ key: z.string().nullable() })),
  /** For the phone that asks; replaces its earlier subscription. */
  subscribePush: mutation("watch", ["UNSUPPORTED_HERE", "VALIDATION"])
    .route({
      method: "PUT",
      path: "/attention/push-subscription",
      summary: "Reach this phone while its page is closed",
    })
    .input(pushSubscription)
    .output(z.object({})),
  unsubscribePush: mutation("watch", ["UNSUPPORTED_HERE"])
    .route({
      method: "DELETE",
      path: "/attention/push-subscription",
      summary: "No longer reach this phone while its page is closed",
    })
    .output(z.object({})),
  /** Whether a person is at this page now (visible, used in the last minutes). Ends with the link. */
  presence: linkCall("watch")
    .input(z.object({ isActive: z.boolean() }))
    .output(z.object({})),
  /** Raises an item that says it is a test, delivered as any other. */
  test: mutation("admin")
    .route({ method: "POST", path: "/attention/test", summary: "Try how one is reached" })
    .output(attentionItem),
};
