import { z } from "zod";
import { AppError } from "#shared/errors/appError.ts";
import { errorText } from "#shared/errors/errorTexts.ts";
import { ExplainedError } from "#shared/errors/explainedError.ts";
import { findInstallation } from "../core/installation.ts";
import type { Command, CommandContext } from "./command.ts";
import { createOutput, type Output } from "./output.ts";
import { type CommandTexts, commandTexts, explained } from "./texts.ts";
import { chooseCommand, UsageError } from "./usage.ts";

/** Every command, loaded when it is asked for. */
const commands = {
  serve: async () => (await import("./serveCommand.ts")).serveCommand,
  desktop: async () => desktopCommand,
  login: async () => (await import("./loginCommand.ts")).loginCommand,
  sessions: async () => (await import("./sessionsCommand.ts")).sessionsCommand,
  pair: async () => (await import("./pairCommand.ts")).pairCommand,
  secret: async () => (await import("./secretCommand.ts")).secretCommand,
  token: async () => (await import("./tokenCommand.ts")).tokenCommand,
  config: async () => (await import("./configCommand.ts")).configCommand,
  doctor: async () => (await import("./doctorCommand.ts")).doctorCommand,
  mcp: async () => (await import("./mcpCommand.ts")).mcpCommand,
  hook: async () => (await import("./hookCommand.ts")).hookCommand,
} as const satisfies Record<string, () => Promise<Command>>;

/**
 * The `quarterdeck` program: runs one command and answers with the exit code (0 fine, 1 it did not work, 2 the command line is
 * wrong). Never throws: what went wrong is said on stderr.
 */
export async function runCommandLine(
  given: readonly string[],
  output: Output = createOutput(process.env),
): Promise<number> {
  const texts = commandTexts(output.language);
  try {
    const own = given.includes("--") ? given.slice(0, given.indexOf("--")) : given;
    if (own.includes("--version") || given[0] === "-v") {
      output.line(findInstallation().version);
      return 0;
    }
    if (own.includes("--help") || own.includes("-h") || given[0] === "help") {
      output.line(texts.help);
      return 0;
    }
    const [word, ...rest] = given;
    const command = await commands[chooseCommand(word, keysOf(commands), texts)]();
    return await command({ given: rest, output, texts });
  } catch (error) {
    return explain(error, { given, output, texts });
  }
}

/** Only where this program is not the desktop app's own executable: that one opens its window before it comes here. */
const desktopCommand: Command = async () => {
  throw explained((words) => words.desktopElsewhere);
};

function explain(error: unknown, { output, texts }: CommandContext): number {
  if (error instanceof UsageError) {
    output.note(`quarterdeck: ${error.message}`);
    output.note(texts.seeHelp);
    return 2;
  }
  for (const line of linesOf(error, output, texts)) output.note(`quarterdeck: ${line}`);
  return 1;
}

function linesOf(error: unknown, { language }: Output, texts: CommandTexts): readonly string[] {
  if (error instanceof ExplainedError) return [error.texts[language]];
  if (!(error instanceof AppError)) return [error instanceof Error ? error.message : String(error)];
  const { correlationId } = error.details;
  const isForExperts = error.category === "system" || error.category === "database" || error.category === "unknown";
  return [
    errorText(error.code, language, error.details) + (isForExperts ? ` (${error.message})` : ""),
    ...problemLines(error, language),
    ...remedyLines(error, texts),
    ...(typeof correlationId === "string" ? [texts.correlation(correlationId)] : []),
  ];
}

const problems = z.array(
  z.union([
    z.object({ lines: z.object({ en: z.string(), "zh-CN": z.string() }) }),
    z.object({ path: z.string(), message: z.string() }),
  ]),
);

/** What exactly is wrong with a configuration or an input, one line each. */
function problemLines({ details }: AppError, language: Output["language"]): readonly string[] {
  const read = problems.safeParse(details.problems);
  if (!read.success) return [];
  return read.data.map(
    (problem) => `  ${"lines" in problem ? problem.lines[language] : `${problem.path}: ${problem.message}`}`,
  );
}

const install = z.object({ command: z.string().nullable(), page: z.string().nullable() });
const knownTools = z.array(z.string());

/** What to do about a tool that is not there. */
function remedyLines({ code, details }: AppError, texts: CommandTexts): readonly string[] {
  if (code === "UNKNOWN_TOOL") {
    const known = knownTools.safeParse(details.tools);
    return known.success ? [texts.knownTools(known.data.join(", "))] : [];
  }
  const how = install.safeParse(details.install).data;
  if (code !== "TOOL_NOT_INSTALLED" || !how) return [];
  if (how.command !== null) return [texts.installWith(how.command)];
  return how.page === null ? [] : [texts.installFrom(how.page)];
}

/** The names of a table, as the type they have. */
function keysOf<Table extends object>(table: Table): (keyof Table & string)[] {
  return Object.keys(table) as (keyof Table & string)[];
}
