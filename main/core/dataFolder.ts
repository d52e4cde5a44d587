import { isAbsolute, join } from "node:path";

export interface Surroundings {
  readonly platform: string;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where the data lies unless `--data-dir` or QUARTERDECK_DATA_DIR says otherwise: the place each system keeps for it. */
export function defaultDataFolder({ platform, homeFolder, environment }: Surroundings): string {
  const { QUARTERDECK_DATA_DIR: named, XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (named) return named;
  if (platform === "darwin") return join(homeFolder, "Library", "Application Support", "Quarterdeck");
  if (platform === "win32") return join(local || join(homeFolder, "AppData", "Local"), "Quarterdeck");
  // The specification has relative paths ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(homeFolder, ".local", "share"), "quarterdeck");
}
