import { secretName } from "#shared/configuration/secretReference.ts";
import { type Command, type CommandContext, dataFolderOf } from "./command.ts";
import { table } from "./output.ts";
import { readSecret } from "./readSecret.ts";
import { locateInstance, withInstance } from "./runningInstance.ts";
import { chooseCommand, type Parsed, parseFlags, UsageError } from "./usage.ts";

/** `secret set|list|delete`. */
export const secretCommand: Command = async (context) => {
  const [word, ...rest] = context.given;
  const command = chooseCommand(word, ["set", "list", "delete"], context.texts);
  const flags = parseFlags(rest, {}, context.texts);
  if (command === "list") return await list(context, flags);
  return command === "set" ? await set(context, flags) : await remove(context, flags);
};

async function set(context: CommandContext, flags: Parsed): Promise<number> {
  const { output, texts } = context;
  const name = nameOf(flags, texts, texts.secretNotAsArgument);
  const dataFolder = dataFolderOf(flags);
  // Before a person types something that nobody is there to take.
  locateInstance(dataFolder);
  const value = await readSecret(texts.secretPrompt(name));
  if (value === "") throw new UsageError(texts.secretMissing);
  const { place } = await withInstance(dataFolder, (client) => client.secrets.set({ name, value }));
  output.note(texts.secretKept(name, place));
  return 0;
}

async function list({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const [word] = flags.positionals;
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  const secrets = await withInstance(dataFolderOf(flags), (client) => client.secrets.list());
  if (flags.has("json")) output.line(JSON.stringify(secrets));
  else if (secrets.length === 0) output.note(texts.noSecrets);
  else {
    const rows = secrets.map(({ name, place }) => [name, texts.secretPlaces[place]]);
    for (const row of table([texts.secretColumns, ...rows])) output.line(row);
  }
  return 0;
}

async function remove({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const name = nameOf(flags, texts);
  await withInstance(dataFolderOf(flags), (client) => client.secrets.delete({ name }));
  output.note(texts.secretDeleted(name));
  return 0;
}

/** The one word that is given. A second one is refused without being repeated where it may be the secret itself. */
function nameOf({ positionals, rest }: Parsed, texts: CommandContext["texts"], onMore?: string): string {
  const [name, word] = [...positionals, ...rest];
  if (name === undefined) throw new UsageError(texts.needs("<name>"));
  if (word !== undefined) throw new UsageError(onMore ?? texts.tooMany(word));
  if (!secretName.safeParse(name).success) throw new UsageError(texts.badSecretName(name));
  return name;
}
