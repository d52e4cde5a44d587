import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Models } from "./contract.ts";

export interface ModelsDeps {
  readonly database: Kysely<Tables>;
  readonly log: Log;
  readonly settings: {
    readonly current: () => ConfigurationValues["models"];
    onChange(listener: () => void): Disposable;
  };
  /** The value behind `secret:name`; a text without that prefix as it is. Throws SECRET_NOT_FOUND, KEYCHAIN_FAILED. */
  readonly resolveSecret: (value: string) => Promise<string>;
  /** Where a command-line tool's executable is; null where it is not installed. */
  readonly findTool: (key: string) => Promise<string | null>;
  /** The state of the day's budget has changed for the worse. */
  readonly onBudget: (state: "warning" | "exceeded", spent: number, daily: number, currency: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export async function createModels(_deps: ModelsDeps): Promise<Models> {
  const missing = async (): Promise<never> => {
    throw new AppError("UNAVAILABLE");
  };
  return {
    list: () => [],
    changes: async function* () {},
    test: missing,
    discover: async () => [],
    usage: missing,
    modelFor: () => null,
    ask: async function* () {
      yield await missing();
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
