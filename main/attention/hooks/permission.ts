import type { AttentionChoice } from "#shared/contract/attention.ts";
import type { Said } from "./hookTool.ts";
import type { HookTexts } from "./texts.ts";

/** The two answers that every permission has; others stand between them. */
export function permissionChoices(texts: HookTexts, between: readonly AttentionChoice[] = []): AttentionChoice[] {
  return [
    { id: "allow", label: texts.allow, role: "allow" },
    ...between,
    { id: "deny", label: texts.deny, role: "deny" },
  ];
}

const commandNames = new Set(["bash", "shell", "run_shell_command", "powershell"]);

/** What a person needs to know to decide about a tool call: the command, the file, or all that was given. */
export function permissionTexts(
  name: string,
  input: Readonly<Record<string, unknown>>,
  texts: HookTexts,
): Pick<Said, "text" | "detail"> {
  const command = textOf(input.command);
  const description = textOf(input.description);
  if (command !== null && commandNames.has(name.toLowerCase())) {
    return { text: description ?? texts.wantsToRun, detail: command };
  }
  const file = textOf(input.file_path) ?? textOf(input.filePath) ?? textOf(input.notebook_path);
  const detail = JSON.stringify(input, null, 2);
  return { text: file === null ? texts.wantsToUse(name) : texts.wantsToChange(file), detail };
}

/** Two descriptions of the same tool call have the same subject. */
export function subjectOf(name: string, input: unknown): string {
  return JSON.stringify([name, input]);
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  return Array.isArray(value) && value.every((word) => typeof word === "string") ? value.join(" ") : null;
}
