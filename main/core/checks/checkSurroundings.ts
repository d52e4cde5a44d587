import { homedir } from "node:os";
import { join } from "node:path";
import type { Check } from "#shared/contract/system.ts";
import { findListener } from "../../relay/portInUse.ts";
import { startPty } from "../../sessions/pty.ts";
import { databaseFileName } from "../../storage/openDatabase.ts";
import { inspectDatabase } from "../../storage/setAside.ts";
import { runChecks } from "./checks.ts";
import type { ListenerToCheck } from "./portCheck.ts";

/** Runs every check with the real things: for `doctor` and for the diagnostics of a running instance. */
export async function checkSurroundings(dataFolder: string, listener: ListenerToCheck): Promise<Check[]> {
  return await runChecks({
    dataFolder,
    listener,
    startProbe,
    inspectDatabase: () => {
      const found = inspectDatabase(join(dataFolder, databaseFileName));
      return found.kind === "damaged" ? found.reason : null;
    },
    describeListener: async (port) => {
      const holder = await findListener(port);
      return holder && `${holder.name} (process ${holder.pid})`;
    },
  });
}

async function startProbe(executable: string, programArguments: readonly string[]): Promise<string> {
  const output: Uint8Array[] = [];
  const ended = Promise.withResolvers<void>();
  startPty(
    {
      executable,
      arguments: programArguments,
      folder: homedir(),
      environment: { PATH: process.env.PATH ?? "", TERM: "xterm-256color" },
      columns: 80,
      rows: 24,
    },
    { onData: (bytes) => output.push(bytes.slice()), onExit: () => ended.resolve() },
  );
  await ended.promise;
  return Buffer.concat(output).toString("utf8");
}
