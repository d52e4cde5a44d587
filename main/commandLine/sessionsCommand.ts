import type { Session, StartSession } from "#shared/contract/sessions.ts";
import { type Command, type CommandContext, dataFolderOf } from "./command.ts";
import { table } from "./output.ts";
import { locateInstance, withInstance } from "./runningInstance.ts";
import { explained } from "./texts.ts";
import { chooseCommand, type Parsed, parseFlags, UsageError } from "./usage.ts";

const startFlags = {
  folder: { type: "string" },
  name: { type: "string" },
  env: { type: "string", multiple: true },
  size: { type: "string" },
  attach: { type: "boolean" },
} as const;

/** `sessions list|start|attach|stop`. */
export const sessionsCommand: Command = async (context) => {
  const { given, texts } = context;
  const [word, ...rest] = given;
  const command = chooseCommand(word, ["list", "start", "attach", "stop"], texts);
  if (command === "list") return await list(context, parseFlags(rest, {}, texts));
  if (command === "start") return await start(context, parseFlags(rest, startFlags, texts));
  if (command === "attach") return await attachTo(context, parseFlags(rest, { watch: { type: "boolean" } }, texts));
  return await stop(context, parseFlags(rest, {}, texts));
};

async function list({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  noMore(flags.positionals, texts);
  const sessions = await withInstance(dataFolderOf(flags), (client) => client.sessions.list());
  if (flags.has("json")) output.line(JSON.stringify(sessions));
  else if (sessions.length === 0) output.note(texts.noSessions);
  else {
    const rows = sessions.map(({ id, status, reason, tool, name, folder }) => [
      id.slice(0, 8),
      reason === "interrupted" ? texts.interrupted : status,
      tool,
      name,
      folder,
    ]);
    for (const row of table([texts.sessionColumns, ...rows])) output.line(row);
  }
  return 0;
}

async function start(context: CommandContext, flags: Parsed): Promise<number> {
  const { output, texts } = context;
  const [tool, ...more] = flags.positionals;
  if (tool === undefined) throw new UsageError(texts.needs("<tool>"));
  noMore(more, texts);
  const request: StartSession = {
    tool,
    folder: flags.text("folder") ?? process.cwd(),
    arguments: [...flags.rest],
    ...(flags.has("name") ? { name: flags.text("name") } : {}),
    ...(flags.has("env") ? { environment: environmentOf(flags, texts) } : {}),
    ...(flags.has("size") ? { size: sizeOf(flags.text("size") ?? "", texts) } : {}),
  };
  const session = await withInstance(dataFolderOf(flags), (client) => client.sessions.start(request));
  if (flags.has("json")) output.line(JSON.stringify(session));
  else output.note(texts.started(session.name, session.id.slice(0, 8)));
  return flags.has("attach") ? await showSession(context, flags, session.id) : 0;
}

async function attachTo(context: CommandContext, flags: Parsed): Promise<number> {
  const session = await namedSession(context, flags);
  return await showSession(context, flags, session.id);
}

async function stop(context: CommandContext, flags: Parsed): Promise<number> {
  const { output, texts } = context;
  const { id } = await namedSession(context, flags);
  const session = await withInstance(dataFolderOf(flags), (client) => client.sessions.stop({ id }));
  if (flags.has("json")) output.line(JSON.stringify(session));
  else output.note(texts.sessionStopped(session.name));
  return 0;
}

async function showSession({ output }: CommandContext, flags: Parsed, session: string): Promise<number> {
  const { attach } = await import("./attach.ts");
  return await attach({
    session,
    isWatching: flags.has("watch"),
    language: output.language,
    input: process.stdin,
    output: process.stdout,
    locate: async () => locateInstance(dataFolderOf(flags)),
  });
}

/** The session meant by its id, the beginning of it, or its name; running ones first. Throws UsageError, ExplainedError. */
async function namedSession({ texts }: CommandContext, flags: Parsed): Promise<Session> {
  const [given, ...more] = flags.positionals;
  if (given === undefined) throw new UsageError(texts.needs("<session>"));
  noMore(more, texts);
  const sessions = await withInstance(dataFolderOf(flags), (client) => client.sessions.list());
  const fitting = sessions.filter(({ id, name }) => id.startsWith(given) || name === given);
  const running = fitting.filter(({ status }) => status === "running");
  const [found, another] = running.length > 0 ? running : fitting;
  if (!found) throw explained((words) => words.noSuchSession(given));
  if (another) throw new UsageError(texts.manySessions(given, fitting.map(({ id }) => id.slice(0, 8)).join(", ")));
  return found;
}

function environmentOf(flags: Parsed, texts: CommandContext["texts"]): Record<string, string> {
  return Object.fromEntries(
    flags.texts("env").map((text) => {
      const separator = text.indexOf("=");
      if (separator < 1) throw new UsageError(texts.badEnvironment(text));
      return [text.slice(0, separator), text.slice(separator + 1)];
    }),
  );
}

function sizeOf(text: string, texts: CommandContext["texts"]): { columns: number; rows: number } {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  if (!match) throw new UsageError(texts.badSize(text));
  return { columns: Number(match[1]), rows: Number(match[2]) };
}

function noMore([word]: readonly string[], texts: CommandContext["texts"]): void {
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
}
