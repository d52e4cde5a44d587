import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { mutation, query } from "./procedure.ts";
import { scope } from "./scopes.ts";

export const phoneId = z
  .string()
  .regex(/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/, "not a phone's id");
export const phoneName = z.string().trim().min(1).max(80);
/** What a phone may do, chosen at the desktop; `watch` is always among it. */
const phoneScopes = z
  .array(scope)
  .min(1)
  .transform((scopes) => [...new Set(["watch" as const, ...scopes])]);

/** A paired phone (or another browser). Times are milliseconds since the epoch. */
export const phone = z.object({
  id: phoneId,
  name: z.string(),
  /** The browser and system it said it has: "Safari on iPhone". */
  label: z.string(),
  scopes: z.array(scope),
  pairedAt: z.number(),
  lastSeenAt: z.number().nullable(),
  lastAddress: z.string().nullable(),
  connections: z.number().int(),
  hasPush: z.boolean(),
});
export type Phone = z.infer<typeof phone>;

/** The four words both sides show, as indexes into shared/pairing/words.ts. */
export const pairingWords = z.array(z.number().int().min(0).max(255)).length(4);

/** An open invitation: one phone, once, within five minutes. */
export const pairingOffer = z.object({
  id: z.string(),
  /** Six digits. */
  code: z.string(),
  /** With the secret in the fragment; the same by address, the likeliest first. */
  link: z.string(),
  addressLinks: z.array(z.string()),
  scopes: z.array(scope),
  expiresAt: z.number(),
});
export type PairingOffer = z.infer<typeof pairingOffer>;

/** A phone that used an offer and waits to be confirmed. */
export const pairingRequest = z.object({
  id: z.string(),
  name: z.string(),
  label: z.string(),
  address: z.string(),
  words: pairingWords,
  scopes: z.array(scope),
  expiresAt: z.number(),
});
export type PairingRequest = z.infer<typeof pairingRequest>;

export const pairingState = z.object({
  offers: z.array(pairingOffer),
  requests: z.array(pairingRequest),
  /** Why the last offer that ended without a phone did; null while nothing ended. */
  lastEnd: z
    .object({ offer: z.string(), reason: z.enum(["expired", "too-many-wrong-codes", "withdrawn", "rejected"]) })
    .nullable(),
});
export type PairingState = z.infer<typeof pairingState>;

export const phonesContract = {
  list: query("admin")
    .route({ method: "GET", path: "/phones", summary: "The paired phones, the last one seen first" })
    .output(z.array(phone)),
  changes: query("admin")
    .route({ method: "GET", path: "/phones/changes", summary: "The paired phones, now and at every change" })
    .output(eventIterator(z.array(phone))),
  update: mutation("admin", ["PHONE_NOT_FOUND"])
    .route({ method: "PATCH", path: "/phones/{id}", summary: "Rename a phone or change what it may do, at once" })
    .input(z.object({ id: phoneId, name: phoneName.optional(), scopes: phoneScopes.optional() }))
    .output(phone),
  revoke: mutation("admin", ["PHONE_NOT_FOUND"])
    .route({ method: "DELETE", path: "/phones/{id}", summary: "Revoke a phone at once, live connections included" })
    .input(z.object({ id: phoneId }))
    .output(z.object({ id: phoneId })),
  pairing: query("admin")
    .route({
      method: "GET",
      path: "/pairing/changes",
      summary: "Open offers and waiting phones, now and at every change",
    })
    .output(eventIterator(pairingState)),
  offer: mutation("admin", ["RELAY_OFF"])
    .route({ method: "POST", path: "/pairing/offers", summary: "Offer to pair one phone; replaces an earlier offer" })
    .input(z.object({ scopes: phoneScopes }))
    .output(pairingOffer),
  withdraw: mutation("admin")
    .route({ method: "DELETE", path: "/pairing/offers/{id}", summary: "Take an offer back" })
    .input(z.object({ id: z.string().max(64) }))
    .output(z.object({})),
  confirm: mutation("admin", ["PAIRING_ENDED"])
    .route({ method: "POST", path: "/pairing/requests/{id}/confirm", summary: "Let a waiting phone in" })
    .input(z.object({ id: z.string().max(64), name: phoneName, scopes: phoneScopes }))
    .output(phone),
  reject: mutation("admin", ["PAIRING_ENDED"])
    .route({ method: "POST", path: "/pairing/requests/{id}/reject", summary: "Turn a waiting phone away" })
    .input(z.object({ id: z.string().max(64) }))
    .output(z.object({})),
};
