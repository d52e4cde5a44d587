import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { modelAlias, modelProvider, modelPurposes } from "../configuration/modelSettings.ts";
import { mutation, query } from "./procedure.ts";

export const modelKey = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "not a model's key");

/** A model as it can be chosen: its alias, and how it fares. Times are milliseconds since the epoch. */
export const model = z.object({
  key: modelKey,
  name: z.string(),
  provider: z.object({ key: z.string(), name: z.string(), kind: z.enum(["openai-compatible", "anthropic", "tool"]) }),
  model: z.string(),
  contextTokens: z.number().int(),
  /** The purposes it serves now. */
  purposes: z.array(z.enum(modelPurposes)),
  fallback: modelKey.nullable(),
  /** `resting`: it failed too often and is not asked before `until`. */
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("ready") }),
    z.object({ kind: z.literal("resting"), until: z.number(), reason: z.string() }),
    z.object({ kind: z.literal("unusable"), reason: z.string() }),
  ]),
});
export type Model = z.infer<typeof model>;

/** What a connection test found: every step, so that it is plain which one failed. */
export const modelTest = z.object({
  isUsable: z.boolean(),
  steps: z.array(
    z.object({
      step: z.enum(["configuration", "key", "address", "server", "model", "answer"]),
      state: z.enum(["ok", "failed", "skipped"]),
      detail: z.string(),
    }),
  ),
  firstTokenMs: z.number().nullable(),
  /** What the model said, cut to 200 characters. */
  answer: z.string().nullable(),
});
export type ModelTest = z.infer<typeof modelTest>;

/** A server or tool found on this machine, with what the configuration would say of it. */
export const modelOffer = z.object({
  provider: modelProvider,
  /** Its models, as far as it tells them. */
  aliases: z.array(modelAlias),
  /** Where or what it was: `http://127.0.0.1:11434`, `/usr/local/bin/claude 2.1.0`. */
  found: z.string(),
});
export type ModelOffer = z.infer<typeof modelOffer>;

export const usage = z.object({
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** In the budget's currency; null where no price is configured. */
  cost: z.number().nullable(),
});
export type Usage = z.infer<typeof usage>;

export const usageReport = z.object({
  currency: z.string(),
  today: usage,
  budget: z.object({ daily: z.number(), state: z.enum(["none", "fine", "warning", "exceeded"]) }),
  /** By day (local, `2026-11-21`) and model, newest first. */
  days: z.array(usage.extend({ day: z.string(), model: z.string(), calls: z.number().int() })),
});
export type UsageReport = z.infer<typeof usageReport>;

export const modelsContract = {
  list: query("watch")
    .route({ method: "GET", path: "/models", summary: "The models that can be chosen, and how they fare" })
    .output(z.array(model)),
  changes: query("watch")
    .route({ method: "GET", path: "/models/changes", summary: "The models, now and at every change" })
    .output(eventIterator(z.array(model))),
  /** Asks the model for a word. Takes at most the model's timeout, or 30 s. */
  test: mutation("admin", ["MODEL_NOT_CONFIGURED"])
    .route({ method: "POST", path: "/models/{key}/test", summary: "Find out whether a model answers, and if not, why" })
    .input(z.object({ key: modelKey }))
    .output(modelTest),
  discover: query("admin")
    .route({ method: "GET", path: "/models/offers", summary: "Local servers and installed tools that could answer" })
    .output(z.array(modelOffer)),
  usage: query("watch")
    .route({ method: "GET", path: "/models/usage", summary: "Tokens and cost by day" })
    .input(z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }))
    .output(usageReport),
};
