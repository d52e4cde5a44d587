import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataFolder } from "../core/dataFolder.ts";

/** What the executable was started for. */
export type Start =
  | { readonly kind: "command"; readonly arguments: readonly string[] }
  | {
      readonly kind: "desktop";
      readonly dataFolder: string;
      readonly overrides: Readonly<Record<string, unknown>>;
      readonly isDebug: boolean;
    };

/** A packaged app is also the command; without a package the command is a program of its own. */
export function readStart(argv: readonly string[], isPackaged: boolean): Start {
  const own = ownArguments(argv, isPackaged);
  const [first] = own;
  const isCommand =
    first !== undefined &&
    first !== "desktop" &&
    (/^[a-z]+$/.test(first) || first === "--version" || first === "--help");
  if (isPackaged && isCommand) return { kind: "command", arguments: own };
  // Not strict: Chromium's own switches, as --no-sandbox or --ozone-platform, stand among ours.
  const { values } = parseArgs({
    args: own.filter((argument) => argument !== "desktop"),
    strict: false,
    options: {
      "data-dir": { type: "string" },
      host: { type: "string" },
      port: { type: "string" },
      debug: { type: "boolean" },
    },
  });
  const { "data-dir": folder, host, port, debug } = values;
  const byDefault = defaultDataFolder({ platform: process.platform, homeFolder: homedir(), environment: process.env });
  return {
    kind: "desktop",
    dataFolder: resolve(typeof folder === "string" ? folder : byDefault),
    overrides: {
      ...(typeof host === "string" ? { "server.host": host } : {}),
      ...(typeof port === "string" ? { "server.port": port } : {}),
    },
    isDebug: debug === true,
  };
}

/** What follows the program: unpackaged, that is Electron, switches for it, and the app's folder. */
function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  if (isPackaged) return argv.slice(1);
  const appFolder = argv.findIndex((argument, index) => index > 0 && !argument.startsWith("-"));
  return appFolder < 0 ? [] : argv.slice(appFolder + 1);
}
