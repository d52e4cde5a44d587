import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Log } from "../../observability/log.ts";
import { hookToolOf } from "./hookTools.ts";
import { hookTexts } from "./texts.ts";

/** What a tool is started with so that it calls our hook: added to its own arguments and environment. */
export interface ToolAdditions {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface SetUpToolDeps {
  readonly command: () => readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly language: () => Language;
  readonly log: Log;
}

/**
 * Writes what a tool reads of ours into our own folder and says how to point the tool to it. A tool whose hooks cannot be set up is started
 * without them: it works as ever, only less is known of it.
 */
export async function setUpTool(deps: SetUpToolDeps, tool: string): Promise<ToolAdditions> {
  const { folder, environment, log } = deps;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { files, ...additions } = hookToolOf(tool).setUp({
      command: deps.command(),
      folder,
      platform: process.platform,
      isFolderRootOnly: process.platform !== "win32" && isRootOnly(folder),
      environment,
      readText: (path) => (existsSync(path) ? readFileSync(path, "utf8") : null),
      texts: hookTexts(deps.language()),
    });
    for (const { name, content } of files) await replaceFile(join(folder, name), content);
    return additions;
  } catch (error) {
    log.error("A tool's hooks could not be set up", { tool, error });
    return { arguments: [], environment: {} };
  }
}

const writableByOthers = 0o022;

/** Whether it and all folders above it belong to root and nobody else may write in them. */
function isRootOnly(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const { uid, mode } = statSync(at);
    if (uid !== 0 || (mode & writableByOthers) !== 0) return false;
    if (at === dirname(at)) return true;
  }
}

let writes = 0;

/** Whole or not at all: another session's tool may be reading it. */
async function replaceFile(path: string, content: string): Promise<void> {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return;
  const fresh = `${path}.${process.pid}-${writes++}`;
  await writeFile(fresh, content, { mode: 0o600 });
  await rename(fresh, path);
}
