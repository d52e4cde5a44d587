import { checkConfiguration, migrateConfiguration } from "../core/configuration/checkConfiguration.ts";
import { productConfiguration } from "../core/configuration/definition.ts";
import { printConfiguration } from "../core/configuration/printConfiguration.ts";
import { configurationInvalid } from "../core/configuration/problem.ts";
import { type Command, dataFolderOf } from "./command.ts";
import { chooseCommand, parseFlags, UsageError } from "./usage.ts";

/** `config print|check|migrate`: of the files, as the next start would read them; no instance is needed. */
export const configCommand: Command = async ({ given, output, texts }) => {
  const [word, ...rest] = given;
  const command = chooseCommand(word, ["print", "check", "migrate"], texts);
  const flags = parseFlags(rest, {}, texts);
  const [more] = flags.positionals;
  if (more !== undefined) throw new UsageError(texts.tooMany(more));
  const origins = { dataFolder: dataFolderOf(flags) };
  if (command === "migrate") {
    const done = await migrateConfiguration(productConfiguration, origins);
    for (const { path, backup } of done) output.line(texts.migrated(path, backup));
    if (done.length === 0) output.note(texts.nothingToMigrate);
    return 0;
  }
  const { outdated, problems, reading } = checkConfiguration(productConfiguration, origins);
  if (problems.length > 0 || !reading.values) throw configurationInvalid(problems);
  if (command === "print") {
    const { values, sources } = reading;
    if (flags.has("json")) output.line(JSON.stringify({ values, sources }));
    else output.line(printConfiguration({ current: values, origins: reading.origins }).trimEnd());
    return 0;
  }
  for (const { path, from } of outdated) output.note(texts.configurationOutdated(path, from));
  output.note(texts.configurationFine);
  return 0;
};
