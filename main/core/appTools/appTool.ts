import { z } from "zod";
import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import { AppError } from "#shared/errors/appError.ts";
import { errorText } from "#shared/errors/errorTexts.ts";
import type { Tool } from "../../chat/contract.ts";

/** The most text that a tool gives to a model, in UTF-16 units: some 15,000 tokens, what a conversation can bear more than once. */
export const maximumTextLength = 60_000;

interface AppToolDefinition<Input extends z.ZodObject> {
  /** Without `app.`. */
  readonly name: string;
  /** For models, in English. */
  readonly description: string;
  readonly input: Input;
  readonly permission: ToolPermission;
  readonly waitsForPerson?: boolean;
  /** Resolves with what the model is told. */
  readonly run: (input: z.infer<Input>, options: Parameters<Tool["call"]>[1]) => Promise<string>;
}

/**
 * A tool of the app. Arguments that do not fit, and failures that the contract knows (no such session, not running), are told to the
 * model so that it can do better; bugs and the signal's reason are thrown.
 */
export function appTool<Input extends z.ZodObject>(definition: AppToolDefinition<Input>): Tool {
  const { description, input, name, permission, run } = definition;
  return {
    name: `app.${name}`,
    server: { key: "app", name: "Quarterdeck" },
    description,
    inputSchema: z.toJSONSchema(input, { io: "input" }),
    defaultPermission: permission,
    waitsForPerson: definition.waitsForPerson ?? false,
    call: async (given, options) => {
      options.signal.throwIfAborted();
      const parsed = input.safeParse(given);
      if (!parsed.success) return { text: `Invalid arguments: ${problemsOf(parsed.error)}`, isError: true };
      try {
        return { text: bounded(await run(parsed.data, options)), isError: false };
      } catch (error) {
        if (options.signal.aborted || !(error instanceof AppError) || error.category === "unknown") throw error;
        return { text: explained(error), isError: true };
      }
    },
  };
}

function problemsOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 10)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
}

function explained(error: AppError): string {
  const { tools } = error.details;
  const known = Array.isArray(tools) ? ` Known tools: ${tools.join(", ")}.` : "";
  return `${error.code}: ${errorText(error.code, "en", error.details)}${known}`;
}

/** Cut at a line's end where there is one, saying so. */
function bounded(text: string): string {
  if (text.length <= maximumTextLength) return text;
  const cut = text.slice(0, maximumTextLength);
  const end = cut.lastIndexOf("\n");
  const kept = end > maximumTextLength / 2 ? cut.slice(0, end) : cut.replace(/[\ud800-\udbff]$/, "");
  return `${kept}\n[cut: ${text.length - kept.length} more characters]`;
}
