import { createHash } from "node:crypto";
import { z } from "zod";
import { commandText } from "../commandText.ts";
import { type HookReading, type HookSurroundings, type HookTool, jsonReply } from "../hookTool.ts";
import { permissionChoices, permissionTexts, subjectOf } from "../permission.ts";
import type { HookTexts } from "../texts.ts";

/** Codex's names in its configuration and in its records of trust, and how long each may take in seconds. */
const events = {
  PermissionRequest: { recorded: "permission_request", seconds: 86_400 },
  PostToolUse: { recorded: "post_tool_use", seconds: 10 },
  UserPromptSubmit: { recorded: "user_prompt_submit", seconds: 10 },
  Stop: { recorded: "stop", seconds: 10 },
} as const;

/** The place it gives to what was set on its command line. */
const sessionFlags = "/<session-flags>/config.toml";

const toolCall = z.object({ tool_name: z.string(), tool_input: z.record(z.string(), z.unknown()).default({}) });
const stop = z.object({ last_assistant_message: z.string().nullish() });
const turn = z.object({ type: z.literal("agent-turn-complete"), "last-assistant-message": z.string().nullish() });

/**
 * Codex: https://developers.openai.com/codex/hooks. It shows its own prompt when the hook has nothing to say. It runs only hooks whose
 * exact text is trusted; ours, and no other, are, for this run, on its command line. If a later version counts differently, it asks
 * the user at its start whether to trust them.
 */
export const codex: HookTool = {
  key: "codex",
  setUp(surroundings) {
    const state: Record<string, TomlValue> = {};
    const hooks = Object.entries(events).flatMap(([event, { recorded }]) => {
      const handler = handlerFor(event, surroundings);
      state[`${sessionFlags}:${recorded}:0:0`] = { trusted_hash: trustedHash(recorded, handler) };
      return ["-c", `hooks.${event}=${toml([{ hooks: [handler] }])}`];
    });
    return { arguments: [...hooks, "-c", `hooks.state=${toml(state)}`], environment: {}, files: [] };
  },
  read(call, texts) {
    switch (call.event) {
      case "PermissionRequest":
        return readPermission(call.payload, texts);
      case "PostToolUse": {
        const { data } = toolCall.safeParse(call.payload);
        return data ? { settles: { subject: subject(data) } } : {};
      }
      case "Stop": {
        const text = stop.safeParse(call.payload).data?.last_assistant_message;
        return { settles: "all", tell: { kind: "finished", text: text || texts.finished } };
      }
      case "UserPromptSubmit":
        return { settles: "all" };
      default: {
        // What the user's own `notify` setting passes on: one argument of JSON, no event's name.
        const { data } = turn.safeParse(call.payload);
        return data ? { tell: { kind: "finished", text: data["last-assistant-message"] || texts.finished } } : {};
      }
    }
  },
};

function readPermission(payload: unknown, texts: HookTexts): HookReading {
  const { data } = toolCall.safeParse(payload);
  if (!data) return {};
  return {
    ask: {
      kind: "permission",
      subject: subject(data),
      ...permissionTexts(data.tool_name, data.tool_input, texts),
      choices: permissionChoices(texts),
      acceptsText: true,
      ownPrompt: {
        kind: "after",
        reply: ({ choice, text }) => {
          const decision =
            choice === "allow" ? { behavior: "allow" } : { behavior: "deny", message: text || texts.denied };
          return jsonReply({ hookSpecificOutput: { hookEventName: "PermissionRequest", decision } });
        },
      },
    },
  };
}

/** The reason it gives with a question is missing when the command has run. */
function subject({ tool_name: name, tool_input: input }: z.infer<typeof toolCall>): string {
  const { description: _reason, ...rest } = input;
  return subjectOf(name, rest);
}

type TomlValue = string | number | boolean | readonly TomlValue[] | { readonly [name: string]: TomlValue };

function handlerFor(event: string, { command, platform, texts }: HookSurroundings): Record<string, TomlValue> {
  return {
    type: "command",
    command: commandText([...command, "hook", "codex", event], platform),
    timeout: event === "PermissionRequest" ? events.PermissionRequest.seconds : events.Stop.seconds,
    ...(event === "PermissionRequest" ? { statusMessage: texts.askedElsewhere } : {}),
  };
}

/** SHA-256 over the hook as JSON, its names sorted; compared with what `hooks/list` of Codex's app server reports. */
function trustedHash(event: string, handler: Record<string, TomlValue>): string {
  const sorted = Object.fromEntries(Object.entries({ async: false, ...handler }).sort(([a], [b]) => (a < b ? -1 : 1)));
  const identity = JSON.stringify({ event_name: event, hooks: [sorted] });
  return `sha256:${createHash("sha256").update(identity).digest("hex")}`;
}

/** A value as TOML on one line; JSON's strings are TOML's too but for DEL, which none of ours has. */
function toml(value: TomlValue): string {
  if (isList(value)) return `[${value.map(toml).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}=${toml(one)}`);
  return `{${pairs.join(",")}}`;
}

function isList(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value);
}
