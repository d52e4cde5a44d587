import { type Scope, scope, scopes } from "#shared/contract/scopes.ts";
import type { TokenInfo } from "#shared/contract/tokens.ts";
import { type Command, type CommandContext, dataFolderOf } from "./command.ts";
import { table } from "./output.ts";
import { withInstance } from "./runningInstance.ts";
import { explained } from "./texts.ts";
import { chooseCommand, type Parsed, parseFlags, UsageError } from "./usage.ts";

/** `token create|list|revoke`. */
export const tokenCommand: Command = async (context) => {
  const [word, ...rest] = context.given;
  const command = chooseCommand(word, ["create", "list", "revoke"], context.texts);
  const createFlags = { name: { type: "string" }, scopes: { type: "string", multiple: true } } as const;
  const flags = parseFlags(rest, command === "create" ? createFlags : {}, context.texts);
  if (command === "create") return await create(context, flags);
  return command === "list" ? await list(context, flags) : await revoke(context, flags);
};

/** The token alone goes to stdout, so that it can be put into a variable. */
async function create({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const name = flags.text("name");
  if (name === undefined) throw new UsageError(texts.needs("--name"));
  if (!flags.has("scopes")) throw new UsageError(texts.needs("--scopes"));
  const [word] = flags.positionals;
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  const wanted = scopesOf(flags.texts("scopes"), texts);
  const token = await withInstance(dataFolderOf(flags), (client) => client.tokens.create({ name, scopes: wanted }));
  output.line(flags.has("json") ? JSON.stringify(token) : token.token);
  output.note(texts.tokenOnce);
  return 0;
}

async function list({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const tokens = await withInstance(dataFolderOf(flags), (client) => client.tokens.list());
  if (flags.has("json")) output.line(JSON.stringify(tokens));
  else if (tokens.length === 0) output.note(texts.noTokens);
  else {
    const day = (time: number | null) => (time === null ? "–" : new Date(time).toISOString().slice(0, 10));
    const rows = tokens.map((token) => [
      token.id.slice(0, 8),
      token.name,
      token.scopes.join(","),
      day(token.createdAt),
      day(token.lastUsedAt),
    ]);
    for (const row of table([texts.tokenColumns, ...rows])) output.line(row);
  }
  return 0;
}

async function revoke({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const [given, word] = flags.positionals;
  if (given === undefined) throw new UsageError(texts.needs("<token>"));
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  const { name } = await withInstance(dataFolderOf(flags), async (client) => {
    const token = named(given, await client.tokens.list(), texts);
    await client.tokens.revoke({ id: token.id });
    return token;
  });
  output.note(texts.tokenRevoked(name));
  return 0;
}

function named(given: string, tokens: readonly TokenInfo[], texts: CommandContext["texts"]): TokenInfo {
  const [found, another] = tokens.filter(({ id, name }) => id.startsWith(given) || name === given);
  if (!found) throw explained((words) => words.noSuchToken(given));
  if (another) throw new UsageError(texts.manyTokens(given));
  return found;
}

function scopesOf(given: readonly string[], texts: CommandContext["texts"]): Scope[] {
  return given
    .flatMap((text) => text.split(","))
    .map((text) => {
      const read = scope.safeParse(text.trim());
      if (!read.success) throw new UsageError(texts.badScope(text.trim(), scopes.join(", ")));
      return read.data;
    });
}
