import type { Language } from "#shared/errors/errorTexts.ts";
import type { Attention } from "../../attention/contract.ts";
import type { ToolCaller } from "../../chat/contract.ts";
import { mcpTexts } from "../texts.ts";

export interface AskPermissionDeps {
  readonly attention: Pick<Attention, "raise" | "outcome" | "close">;
  readonly language: () => Language;
}

export interface PermissionQuestion {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: ToolCaller;
  readonly signal: AbortSignal;
}

/** Asks the person whether a client may make this call. The question goes when the client does; then rejects with the signal's reason. */
export async function askPermission(
  { attention, language }: AskPermissionDeps,
  { tool, input, caller, signal }: PermissionQuestion,
): Promise<boolean> {
  const texts = mcpTexts(language());
  const item = await attention.raise({
    kind: "permission",
    place: { kind: "app" },
    who: caller.label,
    tool,
    text: texts.wantsToUse(tool),
    detail: JSON.stringify(input, undefined, 2),
    choices: [
      { id: "allow", label: texts.allow, role: "allow" },
      { id: "deny", label: texts.deny, role: "deny" },
    ],
  });
  try {
    const outcome = await attention.outcome(item.id, signal);
    return outcome.kind === "answered" && outcome.answer.choice === "allow";
  } catch (error) {
    if (signal.aborted) await attention.close(item.id, "went-on");
    throw error;
  }
}
