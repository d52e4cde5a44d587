import { z } from "zod";

/** What the model does when it is asked something: run this, then say that. */
export interface Script {
  readonly command: string;
  readonly text: string;
}

/** One HTTP answer. */
export interface Reply {
  readonly isStream: boolean;
  readonly text: string;
  /** What the request said about the command that was asked for before. */
  readonly toolResult?: string;
}

/** The tools that are offered under these names run a shell command; null if there is none. */
export function shellTool(names: readonly string[]): string | null {
  const known = ["Bash", "exec_command", "shell_command", "shell", "run_shell_command", "bash"];
  return known.find((name) => names.includes(name)) ?? null;
}

/** A shell tool's input, in the form it has in each of the tools. */
export function shellInput(tool: string, command: string): Record<string, unknown> {
  switch (tool) {
    case "exec_command":
      return { cmd: command, sandbox_permissions: "require_escalated", justification: "Make the file" };
    case "shell_command":
      return { command, sandbox_permissions: "require_escalated", justification: "Make the file" };
    case "shell":
      return {
        command: ["sh", "-c", command],
        sandbox_permissions: "require_escalated",
        justification: "Make the file",
      };
    default:
      return { command, description: "Make the file" };
  }
}

/** Server-sent events as the models' servers write them. */
export function eventStream(events: readonly { readonly name?: string; readonly data: unknown }[]): string {
  return events
    .map(
      ({ name, data }) =>
        `${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`,
    )
    .join("");
}

export const named = z.looseObject({ name: z.string().optional() });
