import type { Message } from "#shared/contract/chatMessages.ts";
import type { Model } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelRequest, Models, ModelTool } from "../../models/contract.ts";
import type { ToolBox } from "../contract.ts";
import { estimateMessage, estimateText, sum } from "./estimateTokens.ts";
import { modelMessages, type ReadInputs } from "./modelMessages.ts";
import type { TokenCorrection } from "./tokenCorrection.ts";

export interface PrepareDeps {
  readonly models: Pick<Models, "list" | "modelFor">;
  readonly toolBox: Pick<ToolBox, "tools">;
  readonly settings: () => { readonly toolPermissions: Readonly<Record<string, "ask" | "allow" | "deny">> };
  readonly readInputs: ReadInputs;
  readonly correction: TokenCorrection;
}

export interface Prepared {
  readonly request: Omit<ModelRequest, "signal" | "conversation">;
  readonly model: Model;
  /** Of the whole request, uncorrected. */
  readonly estimated: number;
  /** Whether it leaves the model room to answer. */
  readonly fits: boolean;
}

/** The model that answers a conversation: its own, or the one for chat; null where there is none. */
export function modelOf(models: Pick<Models, "list" | "modelFor">, key: string | null): Model | null {
  return key === null ? models.modelFor("chat") : (models.list().find((model) => model.key === key) ?? null);
}

/** What is left of a model's window for what it is told: the rest is for its answer. */
export function roomFor(contextTokens: number): number {
  return contextTokens - Math.min(8192, Math.floor(contextTokens / 4));
}

/** The messages that are sent as they are: those after what is summarised, if the summary belongs to this path. */
export function afterSummary(path: readonly Message[], summarisedUpTo: string | null): readonly Message[] {
  return path.slice(path.findIndex(({ id }) => id === summarisedUpTo) + 1);
}

/** Puts a conversation as the model is asked it: `shown` is what follows its summary, or everything. Throws MODEL_NOT_CONFIGURED, ATTACHMENT_INVALID. */
export async function prepareRequest(
  deps: PrepareDeps,
  conversation: { readonly systemPrompt: string; readonly summary: string | null },
  shown: readonly Message[],
  { model: key, isResumed }: { readonly model: string | null; readonly isResumed: boolean },
): Promise<Prepared> {
  const model = modelOf(deps.models, key);
  if (!model) throw new AppError("MODEL_NOT_CONFIGURED", { details: { model: key ?? "chat" } });
  const system = withSummary(conversation.systemPrompt, conversation.summary);
  const messages = await modelMessages(shown, deps.readInputs, { isResumed });
  const tools = offeredTools(deps);
  const estimated = estimateText(system) + estimateText(JSON.stringify(tools)) + sum(messages, estimateMessage);
  return {
    request: { model: key === null ? { purpose: "chat" } : { key }, system, messages, tools },
    model,
    estimated,
    fits: deps.correction.corrected(model.key, estimated) <= roomFor(model.contextTokens),
  };
}

function withSummary(systemPrompt: string, summary: string | null): string {
  if (summary === null) return systemPrompt;
  const told = `The earlier part of this conversation, summarised:\n\n${summary}`;
  return systemPrompt === "" ? told : `${systemPrompt}\n\n${told}`;
}

/** What the user denies for good is not even offered. */
function offeredTools({ toolBox, settings }: PrepareDeps): ModelTool[] {
  const { toolPermissions } = settings();
  return toolBox
    .tools()
    .filter((tool) => (toolPermissions[tool.name] ?? tool.defaultPermission) !== "deny")
    .map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
}
