import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataFolder } from "../core/dataFolder.ts";

export interface DesktopStart {
  readonly kind: "desktop";
  readonly dataFolder: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly isDebug: boolean;
  /** A listener that was asked for and that this version does not have. */
  readonly missingListener: "devices" | null;
}

/** What the executable was started for. */
export type Start = DesktopStart | { readonly kind: "command"; readonly arguments: readonly string[] };

/** A packaged app is also the command; without a package the command is a program of its own. */
export function readStart(argv: readonly string[], isPackaged: boolean): Start {
  const own = ownArguments(argv, isPackaged);
  const [first] = own;
  const isCommand = first !== undefined && first !== "desktop" && /^([a-z]+|--version|--help|-v|-h)$/.test(first);
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
      lan: { type: "boolean" },
      "lan-port": { type: "string" },
      devices: { type: "boolean" },
    },
  });
  const { "data-dir": folder, host, port, debug, lan, "lan-port": lanPort, devices } = values;
  const byDefault = defaultDataFolder({ platform: process.platform, homeFolder: homedir(), environment: process.env });
  return {
    kind: "desktop",
    dataFolder: resolve(typeof folder === "string" ? folder : byDefault),
    overrides: {
      ...(typeof host === "string" ? { "server.host": host } : {}),
      ...(typeof port === "string" ? { "server.port": port } : {}),
      ...(lan === true ? { "relay.enabled": true } : {}),
      ...(typeof lanPort === "string" ? { "relay.port": lanPort } : {}),
    },
    isDebug: debug === true,
    missingListener: devices === true ? "devices" : null,
  };
}

/** What follows the program: unpackaged, that is Electron, switches for it, and the app's folder. */
function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  if (isPackaged) return argv.slice(1);
  const appFolder = argv.findIndex((argument, index) => index > 0 && !argument.startsWith("-"));
  return appFolder < 0 ? [] : argv.slice(appFolder + 1);
}
