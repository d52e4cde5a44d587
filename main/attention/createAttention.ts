import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Phone } from "#shared/contract/phones.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Attention } from "./contract.ts";

export interface AttentionDeps {
  readonly database: Kysely<Tables>;
  readonly log: Log;
  readonly settings: {
    readonly current: () => ConfigurationValues["attention"];
    onChange(listener: () => void): Disposable;
  };
  /** Where the push key is kept. */
  readonly secrets: () => Promise<{
    get(name: string): Promise<string | null>;
    set(name: string, value: string): Promise<unknown>;
  }>;
  /** The value behind `secret:name`; a text without that prefix as it is. Throws SECRET_NOT_FOUND. */
  readonly resolveSecret: (value: string) => Promise<string>;
  /** The paired phones, now and at every change. */
  readonly phones: (signal: AbortSignal) => AsyncIterable<Phone[]>;
  readonly pushChanged: (phone: string, hasPush: boolean) => void;
  /** In which language texts for ntfy, webhook and push are written. */
  readonly language: () => "en" | "zh-CN";
  /** Where a phone opens an item: the relay's origin; null while it is off. */
  readonly phoneUrl: () => string | null;
  readonly now?: () => number;
}

export async function createAttention(_deps: AttentionDeps): Promise<Attention> {
  const missing = (): never => {
    throw new AppError("UNAVAILABLE");
  };
  const later = async (): Promise<never> => missing();
  return {
    raise: later,
    close: async () => {},
    closeSession: async () => {},
    outcome: later,
    openCount: 0,
    onChange: () => ({ [Symbol.dispose]: () => {} }),
    list: async () => [],
    get: later,
    changes: async function* () {},
    acknowledge: async () => {},
    answer: later,
    dismiss: later,
    pushKey: async () => null,
    subscribePush: later,
    unsubscribePush: later,
    presence: () => {},
    test: later,
    useDesktop: () => ({ [Symbol.dispose]: () => {} }),
    [Symbol.asyncDispose]: async () => {},
  };
}
