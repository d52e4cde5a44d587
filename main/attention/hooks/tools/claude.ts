import { join } from "node:path";
import { z } from "zod";
import type { AttentionChoice } from "#shared/contract/attention.ts";
import { commandText } from "../commandText.ts";
import { type HookCall, type HookReading, type HookTool, jsonReply, noReply } from "../hookTool.ts";
import { permissionChoices, permissionTexts, subjectOf } from "../permission.ts";
import type { HookTexts } from "../texts.ts";

/** How long a question may wait for a person, in seconds: a day. Claude Code gives a hook ten minutes unless told otherwise. */
const questionSeconds = 86_400;
const newsSeconds = 10;
const events = [
  "PermissionRequest",
  "Notification",
  "PostToolUse",
  "PostToolUseFailure",
  "UserPromptSubmit",
  "Stop",
  "SessionEnd",
] as const;

const input = z.record(z.string(), z.unknown());
const suggestion = z.looseObject({
  type: z.literal("addRules"),
  behavior: z.literal("allow"),
  rules: z.array(z.looseObject({ toolName: z.string(), ruleContent: z.string().optional() })).min(1),
});
const toolCall = z.object({ tool_name: z.string(), tool_input: input.default({}) });
const permission = toolCall.extend({ permission_suggestions: z.array(z.unknown()).max(50).catch([]).default([]) });
const notification = z.object({ notification_type: z.string().default(""), message: z.string() });
const stop = z.object({ last_assistant_message: z.string().default("") });
const questions = z.object({
  questions: z
    .array(
      z.looseObject({
        question: z.string(),
        multiSelect: z.boolean().default(false),
        options: z.array(z.looseObject({ label: z.string(), description: z.string().default("") })).max(12),
      }),
    )
    .length(1),
});

/** Claude Code: https://code.claude.com/docs/en/hooks. Its own prompt stands beside the hook. */
export const claude: HookTool = {
  key: "claude",
  setUp({ command, folder, platform }) {
    const hooks = Object.fromEntries(
      events.map((event) => {
        const timeout = event === "PermissionRequest" ? questionSeconds : newsSeconds;
        const line = commandText([...command, "hook", "claude", event], platform);
        return [event, [{ hooks: [{ type: "command", command: line, timeout }] }]];
      }),
    );
    const name = "claude.json";
    return {
      arguments: ["--settings", join(folder, name)],
      environment: {},
      files: [{ name, content: JSON.stringify({ hooks }, null, 2) }],
    };
  },
  read(call, texts) {
    switch (call.event) {
      case "PermissionRequest":
        return readPermission(call, texts);
      case "Notification":
        return readNotification(call);
      case "PostToolUse":
      case "PostToolUseFailure": {
        const { data } = toolCall.safeParse(call.payload);
        return data ? { settles: { subject: subjectOf(data.tool_name, data.tool_input) } } : {};
      }
      case "Stop": {
        const text = stop.safeParse(call.payload).data?.last_assistant_message ?? "";
        return { settles: "all", tell: { kind: "finished", text: text || texts.finished } };
      }
      case "UserPromptSubmit":
      case "SessionEnd":
        return { settles: "all" };
      default:
        return {};
    }
  },
};

function readPermission(call: HookCall, texts: HookTexts): HookReading {
  const { data } = permission.safeParse(call.payload);
  if (!data) return {};
  const { tool_name: name, tool_input: given } = data;
  const subject = subjectOf(name, given);
  if (name === "AskUserQuestion") return readQuestion(given, subject, texts);
  const always = suggestionChoices(data.permission_suggestions, texts);
  const isPlan = name === "ExitPlanMode" && typeof given.plan === "string";
  const said = isPlan ? { text: texts.hasPlan, detail: String(given.plan) } : permissionTexts(name, given, texts);
  return {
    ask: {
      kind: "permission",
      subject,
      ...said,
      choices: permissionChoices(
        texts,
        always.map(({ choice }) => choice),
      ),
      acceptsText: true,
      ownPrompt: {
        kind: "beside",
        reply: ({ choice, text }) => {
          if (choice === "allow") return decided({ behavior: "allow" });
          const granted = always.find((one) => one.choice.id === choice);
          if (granted) return decided({ behavior: "allow", updatedPermissions: [granted.suggestion] });
          return decided({ behavior: "deny", message: text || texts.denied });
        },
      },
    },
  };
}

/** Its multiple-choice questions come as a permission of a tool; the answer is given with the tool's input. */
function readQuestion(given: Record<string, unknown>, subject: string, texts: HookTexts): HookReading {
  const [question] = questions.safeParse(given).data?.questions ?? [];
  // Several questions at once, or several answers to one, are for its own prompt.
  if (!question || question.multiSelect) return { tell: { kind: "question", text: question?.question ?? texts.waits } };
  return {
    ask: {
      kind: "question",
      subject,
      text: question.question,
      choices: question.options.map(({ label, description }, index) => ({
        id: `option-${index}`,
        label: description === "" ? label : `${label}: ${description}`,
        role: "other",
      })),
      acceptsText: true,
      ownPrompt: {
        kind: "beside",
        reply: ({ choice, text }) => {
          const chosen = question.options.find((_, index) => `option-${index}` === choice)?.label ?? text;
          if (!chosen) return noReply;
          const updatedInput = { ...given, answers: { [question.question]: chosen } };
          return decided({ behavior: "allow", updatedInput });
        },
      },
    },
  };
}

function decided(decision: object) {
  return jsonReply({ hookSpecificOutput: { hookEventName: "PermissionRequest", decision } });
}

/** Rules it offers to remember. Offers to change its mode or its folders are for the person at the terminal. */
function suggestionChoices(given: readonly unknown[], texts: HookTexts) {
  return given.slice(0, 8).flatMap((candidate, index) => {
    const { data } = suggestion.safeParse(candidate);
    if (!data) return [];
    const rule = data.rules.map((one) => (one.ruleContent ? `${one.toolName}(${one.ruleContent})` : one.toolName));
    const choice: AttentionChoice = {
      id: `always-${index}`,
      label: texts.allowAlways(rule.join(", ")),
      role: "other",
    };
    return [{ choice, suggestion: data }];
  });
}

function readNotification(call: HookCall): HookReading {
  const { data } = notification.safeParse(call.payload);
  if (!data) return {};
  switch (data.notification_type) {
    // Told already, with choices or as finished.
    case "permission_prompt":
    case "idle_prompt":
      return {};
    default:
      return { tell: { kind: "notification", text: data.message } };
  }
}
