import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Model } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import { errorText, type Language } from "#shared/errors/errorTexts.ts";
import type { RetryPolicy } from "#shared/retry/retryPolicy.ts";
import { createLatestValue } from "../core/latestValue.ts";
import { Scope } from "../core/scope.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { AnswerSource } from "./answers/answerSource.ts";
import { ask } from "./asking/ask.ts";
import { type Circuits, createCircuits } from "./asking/circuits.ts";
import type { Circuit } from "./circuit.ts";
import type { Models } from "./contract.ts";
import { diagnoseConnection } from "./diagnosis/diagnoseConnection.ts";
import { discover, type LocalPorts } from "./discovery/discover.ts";
import { circuitKey, createInstances } from "./instances.ts";
import { sendableKey } from "./providers/key.ts";
import { createSdkSource } from "./providers/sdkSource.ts";
import { type ConfiguredModel, chainOf, configuredModels, keyFor, purposesOf, type UsableModel } from "./registry.ts";
import { createToolSource } from "./tools/toolSource.ts";
import { createUsageBook } from "./usage/usageBook.ts";

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
  /** How a call ended: `OK`, `STOPPED`, or the code of its error. For metrics. */
  readonly onCall?: (model: string, code: string, durationMs: number) => void;
  /** Of what people read in a model's state and in a connection test. */
  readonly language?: () => Language;
  /** How often a call is tried; that of conversations unless told. */
  readonly policy?: RetryPolicy;
  /** Where local servers are looked for; their own defaults unless told. */
  readonly ports?: LocalPorts;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export async function createModels(deps: ModelsDeps): Promise<Models> {
  const { settings, log, now = Date.now, language = () => "en" } = deps;
  const scope = new Scope();
  const changed = createLatestValue();
  const circuits = scope.use(createCircuits(changed.changed, now));
  const instances = createInstances((model) => sourceOf(model, deps));
  const book = createUsageBook({ ...deps, budget: settings.current, now });
  scope.use(
    settings.onChange(() => {
      // Who answers now keeps the instance it has; everybody else gets a new one.
      instances.forget();
      circuits.keep(new Set(settings.current().providers.map(circuitKey)));
      changed.changed();
    }),
  );
  const show = (model: ConfiguredModel): Model => shown(model, settings.current(), circuits, language());
  const list = (): Model[] => configuredModels(settings.current()).map(show);
  const resolveKey = async ({ provider }: UsableModel): Promise<string | null> =>
    provider.kind === "tool" || provider.apiKey === undefined
      ? null
      : sendableKey(await deps.resolveSecret(provider.apiKey), provider.name);
  return {
    list,
    changes: (signal) => changed.follow(list, either(scope.signal, signal)),
    modelFor: (purpose) => {
      const key = keyFor(settings.current(), purpose);
      return list().find((model) => model.key === key) ?? null;
    },
    test: async (key, signal) => {
      const model = configuredModels(settings.current()).find(({ alias }) => alias.key === key);
      if (model === undefined) throw new AppError("MODEL_NOT_CONFIGURED", { details: { key } });
      return await diagnoseConnection(
        model,
        { ...deps, language: language(), sourceOf: (one) => sourceOf(one, deps) },
        either(scope.signal, signal),
      );
    },
    discover: (signal) => discover(deps, either(scope.signal, signal)),
    usage: (days) => book.report(days),
    ask: async function* (request) {
      using signal = untilEither(request.signal, scope.signal);
      yield* ask(
        { ...request, signal: signal.signal },
        {
          chain: ({ model, overrides }) =>
            chainOf(settings.current(), model).map((one) => instances.of(one, overrides)),
          book,
          circuits,
          log,
          now,
          resolveKey,
          ...(deps.policy ? { policy: deps.policy } : {}),
          ...(deps.onCall ? { onCall: deps.onCall } : {}),
        },
      );
    },
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

function sourceOf({ provider, alias }: UsableModel, { findTool }: Pick<ModelsDeps, "findTool">): AnswerSource {
  return provider.kind === "tool"
    ? createToolSource(provider, alias.model, { findTool })
    : createSdkSource(provider, alias);
}

/** A model as clients see it, with how it fares now. */
function shown(
  { alias, provider }: ConfiguredModel,
  settings: ConfigurationValues["models"],
  circuits: Circuits,
  language: Language,
): Model {
  return {
    key: alias.key,
    name: alias.name,
    provider: {
      key: alias.provider,
      name: provider?.name ?? alias.provider,
      kind: provider?.kind ?? "openai-compatible",
    },
    model: alias.model,
    contextTokens: alias.contextTokens,
    purposes: purposesOf(settings, alias.key),
    fallback: alias.fallback ?? null,
    state: provider === null ? unusable(language) : stateOf(circuits.of(circuitKey(provider)), language),
  };
}

function unusable(language: Language): Model["state"] {
  return { kind: "unusable", reason: errorText("MODEL_NOT_CONFIGURED", language, {}) };
}

function stateOf(circuit: Circuit, language: Language): Model["state"] {
  if (circuit.kind === "closed") return { kind: "ready" };
  return { kind: "resting", until: circuit.until, reason: errorText("MODEL_UNAVAILABLE", language, {}) };
}

function either(closing: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? closing : AbortSignal.any([closing, signal]);
}

/**
 * Aborted with the call or, as UNAVAILABLE, with the house; let go when disposed: `AbortSignal.any` would leave something behind in the
 * closing signal, which lives as long as the house, for every answer.
 */
function untilEither(call: AbortSignal, closing: AbortSignal): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(call.reason);
  const close = (): void => controller.abort(new AppError("UNAVAILABLE"));
  if (call.aborted) stop();
  if (closing.aborted) close();
  call.addEventListener("abort", stop, { once: true });
  closing.addEventListener("abort", close, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      call.removeEventListener("abort", stop);
      closing.removeEventListener("abort", close);
    },
  };
}
