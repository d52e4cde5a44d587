import type { Check } from "#shared/contract/system.ts";
import { checkDatabase, checkDataFolder, checkSpace } from "./dataFolderChecks.ts";
import type { Finding } from "./finding.ts";
import { checkPort } from "./portCheck.ts";
import { checkElectron, checkNode } from "./programChecks.ts";
import { checkTerminal, type StartProbe } from "./terminalCheck.ts";

export interface ChecksDeps {
  readonly dataFolder: string;
  /** The listener to look at; `isOurs` if the instance itself has it open. */
  readonly listener: { readonly host: string; readonly port: number; readonly isOurs: boolean };
  readonly startProbe: StartProbe;
  /** The reason a database cannot be trusted, or null. */
  readonly inspectDatabase: () => string | null;
  /** Who listens on a port, in words. */
  readonly describeListener: (port: number) => Promise<string | null>;
}

/** Everything the app needs from its surroundings, looked at now. A check that throws is a failed check. */
export async function runChecks(deps: ChecksDeps): Promise<Check[]> {
  return await Promise.all([
    named("Node", checkNode),
    named("Terminal", () => checkTerminal(deps.startProbe)),
    named("Browser and Electron", checkElectron),
    named("Port", () => checkPort(deps.listener, deps.describeListener)),
    named("Data folder", () => checkDataFolder(deps.dataFolder)),
    named("Free space", () => checkSpace(deps.dataFolder)),
    named("Database", () => checkDatabase(deps.dataFolder, deps.inspectDatabase)),
  ]);
}

async function named(name: string, run: () => Finding | Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await run()) };
  } catch (error) {
    return { name, state: "failed", detail: error instanceof Error ? error.message : String(error), remedy: null };
  }
}
