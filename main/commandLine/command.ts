import { homedir } from "node:os";
import { resolve } from "node:path";
import { defaultDataFolder } from "../core/dataFolder.ts";
import type { Output } from "./output.ts";
import type { CommandTexts } from "./texts.ts";
import type { Parsed } from "./usage.ts";

/** What every command is given. It answers with the program's exit code. */
export interface CommandContext {
  /** The words and flags behind the command's name. */
  readonly given: readonly string[];
  readonly output: Output;
  readonly texts: CommandTexts;
}

export type Command = (context: CommandContext) => Promise<number>;

/** The data folder that is meant: `--data-dir`, QUARTERDECK_DATA_DIR, or the place the system keeps for it. */
export function dataFolderOf(flags: Parsed): string {
  const byDefault = { platform: process.platform, homeFolder: homedir(), environment: process.env };
  return resolve(flags.text("data-dir") ?? defaultDataFolder(byDefault));
}
