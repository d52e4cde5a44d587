import { constants } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { type Environment, searchPathName } from "./sessionEnvironment.ts";

export interface SearchPlace {
  readonly environment: Environment;
  readonly homeFolder: string;
  readonly platform: NodeJS.Platform;
}

export interface SearchFolder {
  readonly path: string;
  /** False for a folder we look into although the PATH does not name it. */
  readonly isOnPath: boolean;
}

/**
 * Where installers put commands for one user. Shells add these folders in their start-up files, which an app started from a
 * desktop launcher never reads, so we look there after the PATH.
 */
const userFolders = [
  ...[".local/bin", "bin", ".npm-global/bin", ".bun/bin", ".cargo/bin", ".deno/bin", "go/bin", ".volta/bin"],
  ...[".local/share/pnpm", "Library/pnpm", ".opencode/bin", ".asdf/shims", ".local/share/mise/shims"],
];
const systemFolders = ["/opt/homebrew/bin", "/usr/local/bin"];

/** The folders to look in, in order and each once. Relative ones are left out: they would depend on where the app was started. */
export async function searchFolders({
  environment,
  homeFolder,
  platform,
}: SearchPlace): Promise<readonly SearchFolder[]> {
  const path = platform === "win32" ? win32 : posix;
  const named = (environment[searchPathName(environment, platform)] ?? "")
    .split(path.delimiter)
    // Windows allows quotes around an entry.
    .map((folder) => (platform === "win32" ? folder.replaceAll('"', "") : folder))
    .filter((folder) => path.isAbsolute(folder));
  const extra =
    platform === "win32"
      ? [
          path.join(environment.APPDATA ?? path.join(homeFolder, "AppData", "Roaming"), "npm"),
          path.join(homeFolder, ".local", "bin"),
        ]
      : [
          ...userFolders.map((folder) => path.join(homeFolder, folder)),
          ...(await newestNvmFolder(homeFolder)),
          ...systemFolders,
        ];
  const folders = new Map<string, SearchFolder>();
  for (const folder of named) folders.set(folder, { path: folder, isOnPath: true });
  for (const folder of extra) if (!folders.has(folder)) folders.set(folder, { path: folder, isOnPath: false });
  return [...folders.values()];
}

/**
 * Finds a command without a shell: a path (absolute or beginning with `~/`) is taken as it is, a bare name is looked for in the
 * folders. Null if there is no executable file. A relative path is never found, for the same reason as a relative folder.
 */
export async function findExecutable(
  command: string,
  folders: readonly SearchFolder[],
  place: SearchPlace,
): Promise<{ readonly path: string; readonly folder: SearchFolder | null } | null> {
  const path = place.platform === "win32" ? win32 : posix;
  const expanded = /^~[\\/]/.test(command) ? path.join(place.homeFolder, command.slice(2)) : command;
  const endings = place.platform === "win32" ? windowsEndings(expanded, place.environment) : [""];
  if (path.isAbsolute(expanded)) {
    const found = await firstExecutable(
      endings.map((ending) => expanded + ending),
      place.platform,
    );
    return found === null ? null : { path: found, folder: null };
  }
  if (expanded !== path.basename(expanded)) return null;
  for (const folder of folders) {
    const candidates = endings.map((ending) => path.join(folder.path, expanded + ending));
    const found = await firstExecutable(candidates, place.platform);
    if (found !== null) return { path: found, folder };
  }
  return null;
}

function windowsEndings(command: string, environment: Environment): readonly string[] {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === "PATHEXT");
  const endings = ((name && environment[name]) || ".COM;.EXE;.BAT;.CMD").split(";").filter(Boolean);
  const isComplete = endings.some((ending) => command.toLowerCase().endsWith(ending.toLowerCase()));
  return isComplete ? [""] : endings;
}

async function firstExecutable(candidates: readonly string[], platform: NodeJS.Platform): Promise<string | null> {
  for (const candidate of candidates) if (await isExecutable(candidate, platform)) return candidate;
  return null;
}

async function isExecutable(file: string, platform: NodeJS.Platform): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    // Windows has no execute bit: the ending decides there.
    if (platform !== "win32") await access(file, constants.X_OK);
    return true;
  } catch {
    // Not there, not ours to read or not executable: for a search these are one answer, "look further".
    return false;
  }
}

/** nvm keeps one folder a Node version and chooses in the shell; without one, the newest is the best guess. */
async function newestNvmFolder(homeFolder: string): Promise<readonly string[]> {
  const root = posix.join(homeFolder, ".nvm/versions/node");
  const versions = await readdir(root).catch((): string[] => []);
  const newest = versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  return newest === undefined ? [] : [posix.join(root, newest, "bin")];
}
