import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { query } from "./procedure.ts";

/** The certificate the relay shows. Times are milliseconds since the epoch. */
export const relayCertificate = z.object({
  /** Signed by the app's own authority, or the user's own files. */
  kind: z.enum(["own-authority", "files"]),
  /** The names and addresses it is for. */
  names: z.array(z.string()),
  issuer: z.string(),
  validFrom: z.number(),
  validTo: z.number(),
  /** SHA-256 of the certificate, upper-case hexadecimal pairs with colons. */
  fingerprint: z.string(),
  /** The same of the authority; null for the user's own files. */
  authorityFingerprint: z.string().nullable(),
});
export type RelayCertificate = z.infer<typeof relayCertificate>;

/** Where phones reach this machine, or why they do not. */
export const relayStatus = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("off") }),
  z.object({ kind: z.literal("opening") }),
  z.object({
    kind: z.literal("open"),
    since: z.number(),
    port: z.number().int(),
    /** The stable origin: `https://<name>.local:<port>`, without a trailing slash. */
    url: z.string(),
    /** The same by address, for networks where names do not resolve; the likeliest first. */
    addressUrls: z.array(z.string()),
    /** Where a device that does not trust the authority yet finds it and how to install it (plain HTTP); null with own files. */
    trustUrl: z.string().nullable(),
    certificate: relayCertificate,
    /** Whether the name is announced on the network, and if not, why. */
    announcement: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("announced"), name: z.string() }),
      z.object({ kind: z.literal("failed"), reason: z.string() }),
    ]),
    connections: z.number().int(),
  }),
  /** It is tried again by itself when the configuration or the certificate's files change. */
  z.object({ kind: z.literal("failed"), code: z.string(), userMessage: z.string(), reason: z.string() }),
]);
export type RelayStatus = z.infer<typeof relayStatus>;

/** Turned on and off by the setting `relay.enabled`. */
export const relayContract = {
  status: query("admin")
    .route({ method: "GET", path: "/relay", summary: "The listener for phones" })
    .output(relayStatus),
  statusChanges: query("admin")
    .route({ method: "GET", path: "/relay/changes", summary: "The listener for phones, now and at every change" })
    .output(eventIterator(relayStatus)),
};
