import { join } from "node:path";
import { z } from "zod";
import { commandText } from "../commandText.ts";
import { type HookReading, type HookSurroundings, type HookTool, noSetup } from "../hookTool.ts";
import { permissionTexts, subjectOf } from "../permission.ts";
import type { HookTexts } from "../texts.ts";

const events = ["Notification", "AfterTool", "BeforeAgent", "AfterAgent", "SessionEnd"] as const;
/** In milliseconds; each is answered at once. */
const timeout = 10_000;

const settings = z.looseObject({ hooks: z.record(z.string(), z.unknown()).default({}) });
const toolPermission = z.object({
  notification_type: z.literal("ToolPermission"),
  message: z.string().default(""),
  details: z.looseObject({
    type: z.string(),
    title: z.string().default(""),
    command: z.string().optional(),
    filePath: z.string().optional(),
    fileName: z.string().optional(),
    fileDiff: z.string().optional(),
    toolName: z.string().optional(),
    serverName: z.string().optional(),
    prompt: z.string().optional(),
  }),
});
const finished = z.object({ prompt_response: z.string().default("") });

/**
 * Gemini CLI: https://geminicli.com/docs/hooks/reference. Its hooks cannot answer a permission: it tells of one, waits for the hook to end, and
 * only then shows its prompt. So the answer is typed into the prompt, when it is seen on the screen.
 */
export const gemini: HookTool = {
  key: "gemini",
  setUp(surroundings) {
    // It reads this file only if it and all folders above belong to root: on most machines its prompts are read from the screen.
    if (!surroundings.isFolderRootOnly) return noSetup;
    const content = systemDefaults(surroundings);
    if (content === null) return noSetup;
    const name = "gemini.json";
    return {
      arguments: [],
      // The lowest layer of its settings; lists of hooks add up over the layers.
      environment: { GEMINI_CLI_SYSTEM_DEFAULTS_PATH: join(surroundings.folder, name) },
      files: [{ name, content }],
    };
  },
  read(call, texts) {
    switch (call.event) {
      case "Notification":
        return readPermission(call.payload, texts);
      case "AfterAgent": {
        const text = finished.safeParse(call.payload).data?.prompt_response ?? "";
        return { settles: "all", tell: { kind: "finished", text: text || texts.finished } };
      }
      // It asks for one tool call at a time.
      case "AfterTool":
      case "BeforeAgent":
      case "SessionEnd":
        return { settles: "all" };
      default:
        return {};
    }
  },
};

function readPermission(payload: unknown, texts: HookTexts): HookReading {
  const { data } = toolPermission.safeParse(payload);
  if (!data) return {};
  const { details } = data;
  return {
    settles: "all",
    ask: {
      kind: "permission",
      subject: subjectOf("permission", details),
      ...saidOf(details, data.message, texts),
      choices: [
        { id: "allow", label: texts.allow, role: "allow" },
        { id: "session", label: texts.allowForSession, role: "other" },
        { id: "deny", label: texts.deny, role: "deny" },
      ],
      ownPrompt: {
        kind: "later",
        keys: ({ choice }, screen) => {
          const wanted = { allow: /^allow once/i, session: /^allow for this session/i, deny: /^no\b/i }[choice ?? ""];
          return wanted === undefined ? null : optionKey(screen, wanted);
        },
      },
    },
  };
}

function saidOf(details: z.infer<typeof toolPermission>["details"], message: string, texts: HookTexts) {
  switch (details.type) {
    case "exec":
      return permissionTexts("run_shell_command", { command: details.command ?? "" }, texts);
    case "edit": {
      const file = details.filePath ?? details.fileName ?? "";
      return { text: texts.wantsToChange(file), detail: details.fileDiff ?? file };
    }
    case "mcp":
      return { text: texts.wantsToUse(`${details.serverName ?? ""} ${details.toolName ?? ""}`.trim()) };
    default:
      return { text: message || details.title, ...(details.prompt ? { detail: details.prompt } : {}) };
  }
}

/** The number of an option in the newest menu on the screen: `● 1. Allow once`, within a frame. */
function optionKey(screen: readonly string[], wanted: RegExp): string | null {
  for (const line of screen.toReversed()) {
    const [, number, label] = /^[\s│|]*[●>]?\s*(\d)\.\s+(.*)$/u.exec(line) ?? [];
    if (number !== undefined && label !== undefined && wanted.test(label)) return number;
  }
  return null;
}

/** What the system's own file says, with our hooks beside its; null if there is one that we cannot read. */
function systemDefaults({ command, platform, environment, readText }: HookSurroundings): string | null {
  const text = readText(environment.GEMINI_CLI_SYSTEM_DEFAULTS_PATH ?? defaultPath(platform));
  const existing = settings.safeParse(text === null ? {} : parsed(text)).data;
  if (!existing) return null;
  const hooks: Record<string, unknown> = { ...existing.hooks };
  for (const event of events) {
    const line = commandText([...command, "hook", "gemini", event], platform);
    const before = hooks[event];
    hooks[event] = [
      ...(Array.isArray(before) ? before : []),
      { matcher: "*", hooks: [{ name: "quarterdeck", type: "command", command: line, timeout }] },
    ];
  }
  return JSON.stringify({ ...existing, hooks }, null, 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Comments, for instance: better no hooks than a system's settings lost.
    return null;
  }
}

function defaultPath(platform: NodeJS.Platform): string {
  if (platform === "darwin") return "/Library/Application Support/GeminiCli/system-defaults.json";
  if (platform === "win32") return "C:\\ProgramData\\gemini-cli\\system-defaults.json";
  return "/etc/gemini-cli/system-defaults.json";
}
