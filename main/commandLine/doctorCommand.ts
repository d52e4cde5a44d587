import type { Check } from "#shared/contract/system.ts";
import { checkSurroundings } from "../core/checks/checkSurroundings.ts";
import type { ListenerToCheck } from "../core/checks/portCheck.ts";
import { checkConfiguration } from "../core/configuration/checkConfiguration.ts";
import { productConfiguration } from "../core/configuration/definition.ts";
import { problemLine } from "../core/configuration/problem.ts";
import { findInstance } from "../core/instance.ts";
import { type Command, dataFolderOf } from "./command.ts";
import { parseFlags, UsageError } from "./usage.ts";

const marks: Record<Check["state"], string> = { ok: "✓", warning: "!", failed: "✗", skipped: "–" };

/** `doctor`: everything the app needs, looked at now; code 1 if something failed. */
export const doctorCommand: Command = async ({ given, output, texts }) => {
  const flags = parseFlags(given, {}, texts);
  const [word] = flags.positionals;
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  const dataFolder = dataFolderOf(flags);
  const { problems, reading } = checkConfiguration(productConfiguration, { dataFolder });
  const listener = listenerOf(dataFolder, reading.values?.server);
  const certificate = reading.values?.relay ?? { certificate: "", certificateKey: "" };
  const checks = await checkSurroundings(dataFolder, listener, certificate, output.language);
  const configuration: Check = {
    name: texts.configurationCheck,
    state: problems.length === 0 ? "ok" : "failed",
    detail:
      problems.length === 0
        ? texts.configurationFine
        : problems.map((problem) => problemLine(problem, output.language)).join("; "),
    remedy: problems.length === 0 ? null : texts.correctConfiguration,
  };
  const all = [...checks, configuration];
  const failed = all.filter(({ state }) => state === "failed").length;
  if (flags.has("json")) output.line(JSON.stringify({ checks: all }));
  else {
    for (const { name, state, detail, remedy } of all) {
      output.line(`${marks[state]} ${name}: ${detail}`);
      if (remedy !== null) output.line(`    → ${remedy}`);
    }
    output.line(failed === 0 ? texts.allChecksPass : texts.checksFailed(failed));
  }
  return failed === 0 ? 0 : 1;
};

/** The port of the instance that runs on this data folder, or the one the next start would open. */
function listenerOf(dataFolder: string, server: { host: string; port: number } | undefined): ListenerToCheck {
  const configured = server ?? { host: "127.0.0.1", port: 8765 };
  const running = findInstance(dataFolder);
  if (running?.url == null) return { ...configured, isOurs: false };
  const { hostname, port } = new URL(running.url);
  return { host: hostname, port: Number(port), isOurs: true };
}
