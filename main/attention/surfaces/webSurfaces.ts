import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Carried, Carry } from "../delivery/courier.ts";
import { ntfyMessage } from "./ntfy.ts";
import { carriedBy, post } from "./post.ts";
import { webhookMessage, webhookSecret } from "./webhook.ts";

export interface WebSurfacesDeps {
  readonly settings: () => { readonly ntfy: string; readonly webhook: string };
  readonly secrets: () => Promise<{ get(name: string): Promise<string | null> }>;
  readonly resolveSecret: (value: string) => Promise<string>;
  readonly language: () => Language;
  /** Where a phone opens an item; null while it cannot. */
  readonly link: (id: string) => string | null;
  readonly ca?: string | undefined;
}

/** The addresses that a person has set: they may be in the own network, so any is reached. Neither they nor answers are logged. */
export function createWebSurfaces(deps: WebSurfacesDeps): { readonly ntfy: Carry; readonly webhook: Carry } {
  const { ca, language, link, resolveSecret, secrets, settings } = deps;
  return {
    ntfy: async (item, _target, signal) => {
      const url = await addressOf(settings().ntfy, resolveSecret);
      if (!(url instanceof URL)) return url;
      return carriedBy(await post({ url, ...ntfyMessage(item, language(), link(item.id)), signal, ca }), "delivered");
    },
    webhook: async (item, _target, signal) => {
      const url = await addressOf(settings().webhook, resolveSecret);
      if (!(url instanceof URL)) return url;
      const secret = await (await secrets()).get(webhookSecret);
      return carriedBy(await post({ url, ...webhookMessage(item, link(item.id), secret), signal, ca }), "delivered");
    },
  };
}

/** The address behind a setting, or why there is none: the setting may be a secret's name, and the secret anything. */
async function addressOf(value: string, resolveSecret: (value: string) => Promise<string>): Promise<URL | Carried> {
  const failed = (reason: string): Carried => ({ kind: "failed", reason, mayRetry: false, retryAfterMs: null });
  try {
    const url = URL.parse(await resolveSecret(value));
    return url?.protocol === "https:" || url?.protocol === "http:" ? url : failed("invalid-address");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failed(error.code === "SECRET_NOT_FOUND" ? "secret-not-found" : "secrets-unreachable");
  }
}
