import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Phone } from "#shared/contract/phones.ts";
import { AppError } from "#shared/errors/appError.ts";
import { Scope } from "../core/scope.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Attention } from "./contract.ts";
import { createItems } from "./items/createItems.ts";
import { ItemBoard } from "./items/itemBoard.ts";
import { Outcomes } from "./items/outcomes.ts";
import { readChanges } from "./items/readChanges.ts";
import { createRetention } from "./retention.ts";
import { attentionTexts } from "./texts.ts";

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

export async function createAttention(deps: AttentionDeps): Promise<Attention> {
  const { database, language, log, now = Date.now } = deps;
  const scope = new Scope();
  const board = scope.use(await ItemBoard.open(database, log));
  const retention = createRetention({ board, log, now, keepDays: () => deps.settings.current().keepDays });
  await retention.run();
  const outcomes = scope.use(new Outcomes());
  scope.use(board.onChange((item) => outcomes.changed(item)));
  const items = scope.use(createItems({ board, database, outcomes, language, now, planned: (kept) => kept }));
  const unsupported = async (): Promise<never> => {
    throw new AppError("UNSUPPORTED_HERE");
  };
  return {
    raise: (request) => {
      retention.runIfDue();
      return items.raise(request);
    },
    close: items.close,
    closeSession: items.closeSession,
    outcome: items.outcome,
    get openCount() {
      return board.openCount;
    },
    onChange: (listener) => board.onChange(listener),
    list: items.list,
    get: items.get,
    changes: (_caller, after, signal) => readChanges(board, database, after, signal),
    acknowledge: items.acknowledge,
    answer: items.answer,
    dismiss: items.dismiss,
    pushKey: async () => null,
    subscribePush: unsupported,
    unsubscribePush: unsupported,
    presence: () => {},
    test: () => {
      const { who, text } = attentionTexts(language()).test;
      return items.raise({ kind: "notification", place: { kind: "app" }, who, text });
    },
    useDesktop: () => ({ [Symbol.dispose]: () => {} }),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
