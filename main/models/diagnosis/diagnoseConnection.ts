import type { ModelTest } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import { errorText, type Language } from "#shared/errors/errorTexts.ts";
import type { AnswerSource } from "../answers/answerSource.ts";
import { withPatience } from "../asking/patience.ts";
import { networkFailure } from "../networkFailure.ts";
import { sendableKey } from "../providers/key.ts";
import { keyHeader, type ServerProvider } from "../providers/sdkSource.ts";
import type { ConfiguredModel, UsableModel } from "../registry.ts";
import { type Listing, listModels, nearNames } from "./endpoint.ts";
import { type DiagnosisTexts, diagnosisTexts } from "./texts.ts";

export interface DiagnoseConnectionDeps {
  readonly resolveSecret: (value: string) => Promise<string>;
  readonly findTool: (key: string) => Promise<string | null>;
  readonly sourceOf: (model: UsableModel) => AnswerSource;
  readonly language: Language;
}

type StepName = ModelTest["steps"][number]["step"];

/** Contract: at most the model's timeout, or this. */
const maximumSeconds = 30;
const steps: readonly StepName[] = ["configuration", "key", "address", "server", "model", "answer"];

/** What was found so far; the first step that fails ends the test, and those after it are skipped. */
class Report {
  readonly steps: ModelTest["steps"] = [];
  firstTokenMs: number | null = null;
  answer: string | null = null;

  ok(step: StepName, detail: string): void {
    this.steps.push({ step, state: "ok", detail });
  }

  fail(step: StepName, detail: string): ModelTest {
    this.steps.push({ step, state: "failed", detail });
    return this.end();
  }

  skip(step: StepName, detail: string): void {
    this.steps.push({ step, state: "skipped", detail });
  }

  end(): ModelTest {
    for (const step of steps.slice(this.steps.length)) this.skip(step, "");
    const isUsable = this.steps.every(({ state }) => state !== "failed");
    return { isUsable, steps: this.steps, firstTokenMs: this.firstTokenMs, answer: this.answer };
  }
}

/** Goes the way of a question, step by step, and says where it ends. Nothing is retried, and no circuit is asked or told. */
export async function diagnoseConnection(
  model: ConfiguredModel,
  deps: DiagnoseConnectionDeps,
  signal: AbortSignal,
): Promise<ModelTest> {
  const texts = diagnosisTexts[deps.language];
  const report = new Report();
  const { alias, provider } = model;
  if (provider === null) return report.fail("configuration", texts.noProvider(alias.provider));
  report.ok("configuration", texts.configured(provider.name, alias.model || texts.toolDecides));
  const usable = { alias, provider };
  if (provider.kind === "tool") {
    report.ok("key", texts.ownAccount);
    const file = await deps.findTool(provider.tool);
    if (file === null) return report.fail("address", texts.toolMissing(provider.tool));
    report.ok("address", texts.toolFound(file));
    report.skip("server", "");
    report.skip("model", "");
    return await tryAnswer(usable, null, report, deps, texts, signal);
  }
  const key = await findKey(provider, report, deps, texts);
  if (key === undefined) return report.end();
  const listing = await reach(provider, key, report, texts, signal);
  if (listing === null) return report.end();
  if (!judge(listing, alias.model, report, texts)) return report.end();
  return await tryAnswer(usable, key, report, deps, texts, signal);
}

/** The key, null where none is set, undefined where it cannot be had. */
async function findKey(
  provider: ServerProvider,
  report: Report,
  { resolveSecret, language }: DiagnoseConnectionDeps,
  texts: DiagnosisTexts,
): Promise<string | null | undefined> {
  if (provider.apiKey === undefined) {
    report.ok("key", texts.noKeyNeeded);
    return null;
  }
  try {
    const key = sendableKey(await resolveSecret(provider.apiKey), provider.name);
    report.ok("key", texts.keyFound);
    return key;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isMissing = error.code === "SECRET_NOT_FOUND";
    report.fail(
      "key",
      isMissing
        ? texts.keyMissing(provider.apiKey.slice("secret:".length))
        : errorText(error.code, language, error.details),
    );
    return undefined;
  }
}

async function reach(
  provider: ServerProvider,
  key: string | null,
  report: Report,
  texts: DiagnosisTexts,
  signal: AbortSignal,
): Promise<Listing | null> {
  const { host, hostname } = new URL(provider.baseUrl);
  const patience = AbortSignal.timeout(maximumSeconds * 1000);
  const version = provider.kind === "anthropic" ? { "anthropic-version": "2023-06-01" } : {};
  try {
    const headers = { ...keyHeader(provider, key), ...version };
    const listing = await listModels(provider.baseUrl, headers, AbortSignal.any([signal, patience]));
    report.ok("address", texts.reached(host));
    return listing;
  } catch (error) {
    signal.throwIfAborted();
    const failure = networkFailure(error);
    // Fetch calls everything that keeps it from connecting a TypeError, an address it refuses among it.
    const refusal = error instanceof TypeError ? String(error.cause ?? error.message) : null;
    if (failure === null && refusal === null && !patience.aborted) throw error;
    const words =
      failure === null && refusal !== null ? texts.noConnection(refusal) : wordsFor(failure, host, hostname, texts);
    report.fail("address", words);
    return null;
  }
}

function wordsFor(
  failure: ReturnType<typeof networkFailure>,
  host: string,
  name: string,
  texts: DiagnosisTexts,
): string {
  switch (failure?.kind) {
    case "address":
      return texts.noSuchHost(name);
    case "refused":
      return texts.connectionRefused(host);
    case "tls":
      return texts.tlsFailed(failure.reason);
    case "broken":
      return texts.noConnection(failure.reason);
    default:
      return texts.noAnswerInTime(maximumSeconds);
  }
}

/** Whether it is worth asking. A server without a list of models may still answer. */
function judge(listing: Listing, model: string, report: Report, texts: DiagnosisTexts): boolean {
  switch (listing.kind) {
    case "models":
      report.ok("server", texts.serverAnswers(listing.names.length));
      if (listing.names.length > 0 && !listing.names.some((name) => isSame(name, model))) {
        report.fail("model", texts.modelUnknown(model, nearNames(model, listing.names)));
        return false;
      }
      report.ok("model", texts.modelKnown(model));
      return true;
    case "status":
      if (listing.status === 401 || listing.status === 403) {
        report.fail("server", texts.keyRefused);
        return false;
      }
      report.skip("server", texts.serverHasNoList(listing.status));
      report.skip("model", "");
      return true;
    case "foreign":
      report.fail("server", texts.notAModelServer(listing.status));
      return false;
  }
}

/** Ollama lists `llama3.2:latest` and answers to `llama3.2`; Gemini lists `models/…`. */
function isSame(listed: string, asked: string): boolean {
  return listed === asked || listed === `${asked}:latest` || listed === `models/${asked}`;
}

async function tryAnswer(
  model: UsableModel,
  key: string | null,
  report: Report,
  { sourceOf, language }: DiagnoseConnectionDeps,
  texts: DiagnosisTexts,
  signal: AbortSignal,
): Promise<ModelTest> {
  const begin = performance.now();
  const question = {
    system: "",
    messages: [{ role: "user" as const, parts: [{ kind: "text" as const, text: "Answer with one word: ready" }] }],
    tools: [],
    key,
    signal,
  };
  const patienceMs = Math.min(model.alias.timeoutSeconds, maximumSeconds) * 1000;
  let answer = "";
  try {
    for await (const part of withPatience(sourceOf(model), question, patienceMs, {})) {
      report.firstTokenMs ??= Math.round(performance.now() - begin);
      if (part.kind === "text" && answer.length < 200) answer += part.text;
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    const reason = typeof error.details.reason === "string" ? ` (${error.details.reason})` : "";
    return report.fail("answer", `${errorText(error.code, language, error.details)}${reason}`);
  }
  report.answer = answer.slice(0, 200);
  report.ok("answer", answer === "" ? texts.answeredNothing : texts.answered(report.firstTokenMs ?? 0));
  return report.end();
}
