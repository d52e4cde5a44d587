import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import type { Tool } from "#shared/contract/tools.ts";
import { AppError } from "#shared/errors/appError.ts";
import { type BuiltInTool, builtInTools, type Launch } from "./builtInTools.ts";
import type { Tools } from "./contract.ts";
import { findExecutable, type SearchFolder, type SearchPlace, searchFolders } from "./executableSearch.ts";
import { type Environment, searchPathName, sessionEnvironment } from "./sessionEnvironment.ts";
import { shellTool } from "./shellTool.ts";
import { askVersion } from "./toolVersion.ts";
import type { UserTool } from "./userTool.ts";
import { createVersionBook, type VersionBook } from "./versionBook.ts";

export interface ToolsDependencies {
  /** The user's tools as configured now; asked at every call, so that a changed configuration counts at once. */
  readonly userTools: () => readonly UserTool[];
  /** The configured shell; empty means $SHELL. */
  readonly shell?: () => string;
  /** The environment tools are looked for and run in, usually the process's own. */
  readonly environment: Environment;
  readonly homeFolder?: string;
  readonly platform?: NodeJS.Platform;
}

/** What the catalogue knows of a tool before it was looked for. */
interface Entry {
  readonly key: string;
  readonly aliases: readonly string[];
  readonly shown: Pick<Tool, "name" | "description" | "icon" | "color" | "source" | "install">;
  readonly launches: readonly [Launch, ...Launch[]];
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it may be run with `--version` unasked: a user's own script could take that for anything. */
  readonly hasKnownVersionFlag: boolean;
}

interface Found {
  readonly tool: Tool;
  readonly folder: SearchFolder | null;
  readonly versionAsked: Promise<void>;
}

/** How long a refresh waits for versions; a tool that is slower shows its version at a later look. */
const refreshPatienceMilliseconds = 6_000;

/**
 * The tool catalogue. `list` looks at the PATH (some milliseconds) and answers at once with the versions known by then, asking
 * for the others in the background: a later `list` has them. `list({ refresh: true })` asks all again and waits for the answers,
 * at most six seconds. Disposing ends the questions that still run.
 */
export function createTools(dependencies: ToolsDependencies): Tools & AsyncDisposable {
  const { environment, homeFolder = homedir(), platform = process.platform } = dependencies;
  const place: SearchPlace = { environment, homeFolder, platform };
  const versions = createVersionBook((executable, signal) =>
    askVersion(executable, sessionEnvironment(environment), signal),
  );
  const entries = () =>
    catalogue(dependencies.userTools(), shellTool(dependencies.shell?.() ?? "", environment, platform));

  async function listOnce(): Promise<readonly Found[]> {
    const folders = await searchFolders(place);
    return Promise.all(entries().map((entry) => look(entry, folders, place, versions)));
  }

  return {
    async list({ refresh = false } = {}) {
      if (refresh) {
        versions.forget();
        const asked = (await listOnce()).map((found) => found.versionAsked);
        await atMost(refreshPatienceMilliseconds, Promise.all(asked));
      }
      return (await listOnce()).map((found) => found.tool);
    },
    async resolve(key) {
      const wanted = key.trim().toLowerCase();
      const entry = entries().find((candidate) => candidate.key === wanted || candidate.aliases.includes(wanted));
      if (!entry) {
        const details = { tool: key.slice(0, 80), tools: entries().map((known) => known.key) };
        throw new AppError("UNKNOWN_TOOL", { details });
      }
      const { tool, folder } = await look(entry, await searchFolders(place), place, versions);
      if (tool.executable === null) {
        const details = { tool: tool.key, name: tool.name, command: tool.command, install: tool.install };
        throw new AppError("TOOL_NOT_INSTALLED", { details });
      }
      return { tool, executable: tool.executable, environment: { ...reachable(folder, place), ...entry.environment } };
    },
    [Symbol.asyncDispose]: () => versions[Symbol.asyncDispose](),
  };
}

function catalogue(userTools: readonly UserTool[], shell: BuiltInTool): readonly Entry[] {
  const builtIn = [...builtInTools, shell].map(builtInEntry);
  const own = userTools.map(userEntry);
  const replaced = builtIn.map((entry) => own.find((mine) => mine.key === entry.key) ?? entry);
  return [...replaced, ...own.filter((entry) => !replaced.includes(entry))];
}

function builtInEntry(tool: BuiltInTool): Entry {
  const { key, aliases, launches, name, description, icon, color } = tool;
  const install = { command: tool.install.command, page: tool.install.page || null };
  const shown = { name, description, icon, color, source: "built-in" as const, install };
  return { key, aliases, launches, shown, environment: {}, hasKnownVersionFlag: true };
}

function userEntry(tool: UserTool): Entry {
  const builtIn = builtInTools.find((candidate) => candidate.key === tool.key);
  return {
    key: tool.key,
    aliases: builtIn?.aliases ?? [],
    launches: [{ command: tool.command, arguments: tool.arguments ?? [] }],
    shown: {
      name: tool.name,
      description: tool.description || builtIn?.description || "",
      icon: tool.icon || builtIn?.icon || initials(tool.name),
      color: tool.color || builtIn?.color || "#8B949E",
      source: "user",
      install: { command: null, page: null },
    },
    environment: tool.environment ?? {},
    hasKnownVersionFlag: builtInTools.some((candidate) =>
      candidate.launches.some(({ command }) => command === tool.command),
    ),
  };
}

async function look(
  entry: Entry,
  folders: readonly SearchFolder[],
  place: SearchPlace,
  versions: VersionBook,
): Promise<Found> {
  for (const launch of entry.launches) {
    const found = await findExecutable(launch.command, folders, place);
    if (!found) continue;
    // Windows runs script files only through a shell, which we never use: they have no version here.
    const isAskable = entry.hasKnownVersionFlag && !/\.(cmd|bat)$/i.test(found.path);
    const known = isAskable ? await versions.look(found.path) : { version: null, asked: Promise.resolve() };
    return { tool: asTool(entry, launch, found.path, known.version), folder: found.folder, versionAsked: known.asked };
  }
  return { tool: asTool(entry, entry.launches[0], null, null), folder: null, versionAsked: Promise.resolve() };
}

function asTool(entry: Entry, launch: Launch, executable: string | null, version: string | null): Tool {
  return {
    key: entry.key,
    ...entry.shown,
    command: launch.command,
    arguments: [...launch.arguments],
    executable,
    version,
  };
}

/** What stands for a tool without an icon: the first letters of its first two words. */
function initials(name: string): string {
  const words = name.split(/[\s_-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

/** A tool found beside the PATH usually needs its neighbours (its runtime, its helpers): its folder joins the session's PATH. */
function reachable(folder: SearchFolder | null, place: SearchPlace): Readonly<Record<string, string>> {
  if (folder === null || folder.isOnPath) return {};
  const name = searchPathName(place.environment, place.platform);
  const current = sessionEnvironment(place.environment, {}, place.platform)[name];
  const { delimiter } = place.platform === "win32" ? win32 : posix;
  return { [name]: current ? `${current}${delimiter}${folder.path}` : folder.path };
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
