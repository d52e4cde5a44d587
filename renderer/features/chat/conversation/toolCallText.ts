import { assertNever } from "#shared/assertNever.ts";
import type { ToolCall } from "#shared/contract/chatMessages.ts";
import type { Translate } from "../../../i18n/texts.ts";
import type { StatusShape } from "../../../ui/StatusDot.tsx";

type State = ToolCall["state"];

export function toolShape(state: State): StatusShape {
  switch (state) {
    case "pending":
      return "starting";
    case "asking":
      return "attention";
    case "running":
      return "running";
    case "done":
      return "done";
    case "failed":
    case "timed-out":
      return "failed";
    case "denied":
    case "cancelled":
      return "idle";
    default:
      return assertNever(state);
  }
}

export function toolWord(state: State, t: Translate): string {
  switch (state) {
    case "pending":
      return t("chat.toolPending");
    case "asking":
      return t("chat.toolAsking");
    case "running":
      return t("chat.toolRunning");
    case "done":
      return t("chat.toolDone");
    case "failed":
      return t("chat.toolFailed");
    case "timed-out":
      return t("chat.toolTimedOut");
    case "denied":
      return t("chat.toolDenied");
    case "cancelled":
      return t("chat.toolCancelled");
    default:
      return assertNever(state);
  }
}

/** The app's own tools without their prefix; others with their server's name, which says whose they are. */
export function shownToolName(tool: string): string {
  return tool.replace(/^app\./, "");
}

/** Arguments in one line for a person: `path: "a.ts", lines: 20`. What is no JSON object stands as the model wrote it. */
export function briefArguments(text: string): string {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return text.slice(0, 200);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${JSON.stringify(part)}`)
    .join(", ")
    .slice(0, 200);
}

/** JSON with its structure shown; anything else as it is. */
export function prettyJson(text: string): string {
  const value = parsed(text);
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : text;
}

/** How long it took, or takes so far: 0.4 s, 12 s, 1:05. Null before it began. */
export function durationOf(
  { startedAt, endedAt }: Pick<ToolCall, "startedAt" | "endedAt">,
  now: number,
): string | null {
  if (startedAt === null) return null;
  const seconds = Math.max(0, (endedAt ?? now) - startedAt) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A model may write anything; it is shown as it is.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
