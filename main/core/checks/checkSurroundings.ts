import { homedir } from "node:os";
import { join } from "node:path";
import type { Check } from "#shared/contract/system.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { findListener } from "../../relay/portInUse.ts";
import { startPty } from "../../sessions/pty.ts";
import { databaseFileName } from "../../storage/openDatabase.ts";
import { inspectDatabase } from "../../storage/setAside.ts";
import { loadKeytar, withTimeout } from "../secrets/keychain.ts";
import type { CertificateToCheck } from "./certificateCheck.ts";
import { runChecks } from "./checks.ts";
import type { ListenerToCheck } from "./portCheck.ts";

/** Runs every check with the real things: for `doctor` and for the diagnostics of a running instance. */
export async function checkSurroundings(
  dataFolder: string,
  listener: ListenerToCheck,
  certificate: CertificateToCheck,
  language: Language,
): Promise<Check[]> {
  const inspect = () => {
    const found = inspectDatabase(join(dataFolder, databaseFileName));
    return found.kind === "damaged" ? found.reason : null;
  };
  const deps = {
    dataFolder,
    listener,
    certificate,
    startProbe,
    probeKeychain,
    inspectDatabase: inspect,
    describeListener: findListener,
  };
  return await runChecks(deps, language);
}

/** How long the keychain may take; a person may have to unlock it, but a check is not the moment to wait for that. */
const keychainPatienceMs = 3000;

async function probeKeychain(): Promise<string | null> {
  const keychain = await loadKeytar();
  if (!keychain) return "keytar cannot be loaded";
  try {
    await withTimeout(keychain, keychainPatienceMs).get("probe");
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
