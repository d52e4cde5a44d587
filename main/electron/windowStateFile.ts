import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../observability/log.ts";
import { writeFileAtomically } from "../storage/writeFileAtomically.ts";
import { type WindowState, windowState } from "./windowState.ts";

/** The file that remembers where the window was. */
export interface WindowStateFile {
  /** Undefined the first time, and for a file that cannot be read: that is logged and costs only the place of the window. */
  read(): Promise<WindowState | undefined>;
  write(state: WindowState): Promise<void>;
}

export function createWindowStateFile(dataFolder: string, log: Log): WindowStateFile {
  const path = join(dataFolder, "window.json");
  return {
    read: async () => {
      const text = await readFile(path, "utf8").catch((error: unknown) => {
        if (!(error instanceof Error && "code" in error && error.code === "ENOENT"))
          log.warn("The window's place could not be read", { path, error });
        return undefined;
      });
      if (text === undefined) return undefined;
      const parsed = windowState.safeParse(parseJson(text));
      if (!parsed.success) log.warn("The window's remembered place is damaged and was ignored", { path });
      return parsed.data;
    },
    write: async (state) => await writeFileAtomically(path, `${JSON.stringify(state, null, 2)}\n`),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
