import type { AnswerPart } from "../answers/answerSource.ts";

/** What a line of a tool's output says. */
export type ToolLine =
  | Extract<AnswerPart, { kind: "text" | "reasoning" | "finished" }>
  /** The tool gives up: its own words, and what kind of trouble it is where it says so. */
  | { readonly kind: "failed"; readonly words: string; readonly trouble: ToolTrouble };

export type ToolTrouble = "auth" | "limit" | "server" | "model" | "refused" | "unknown";

/** How one installed coding tool is asked a question without a terminal. */
export interface ToolAdapter {
  readonly key: "claude" | "codex" | "gemini";
  /** Arguments; the question itself comes on stdin, where no list of processes shows it and no limit cuts it. */
  arguments(model: string): string[];
  /** Set for the tool beside what it inherits. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of variables, beside the system's, that the tool takes its own account and address from. */
  readonly inherits: RegExp;
  /** Reads the lines of one answer; a new one for each. A line that says nothing to us gives an empty list. */
  createReader(): (line: unknown) => readonly ToolLine[];
  /** What an exit code, or words on stderr, mean where no line said why. */
  troubleOf(exitCode: number | null, stderr: string): ToolTrouble;
}

/** What the words of all three mean where they give no code. */
export function troubleInWords(words: string): ToolTrouble {
  if (/not logged in|log ?in|auth|api[_ ]key|credential|401|403|missing environment variable/i.test(words))
    return "auth";
  if (/rate.?limit|usage limit|quota|429|too many requests/i.test(words)) return "limit";
  if (/model.*(not found|not exist|not supported|invalid)|unknown model|404/i.test(words)) return "model";
  if (/overloaded|unavailable|connection|network|ECONN|ENOTFOUND|timed? ?out|stream disconnected|5\d\d/i.test(words))
    return "server";
  return "unknown";
}
