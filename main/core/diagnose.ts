import { release, totalmem } from "node:os";
import type { Check, LogEntry, SystemStatus } from "#shared/contract/system.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { checkSurroundings } from "./checks/checkSurroundings.ts";
import type { Configuration } from "./configuration/configuration.ts";
import { printConfiguration } from "./configuration/printConfiguration.ts";

export interface DiagnoseDeps {
  readonly dataFolder: string;
  readonly status: SystemStatus;
  /** The listener that is open now. */
  readonly listener: { readonly host: string; readonly port: number };
  readonly configuration: Pick<Configuration, "current" | "origins">;
  /** Of the checks beside the report. */
  readonly language: Language;
  /** The newest warnings and errors. They were redacted when they were written. */
  readonly readWarnings: () => Promise<readonly LogEntry[]>;
}

/** A report to paste into an issue, in Markdown: versions, settings without secrets, checks, the last warnings. In English. */
export async function diagnose(deps: DiagnoseDeps): Promise<{ text: string; checks: Check[] }> {
  const { configuration, dataFolder, status } = deps;
  const listener = { ...deps.listener, isOurs: true };
  const warnings = await deps.readWarnings();
  const { relay } = configuration.current;
  const checks = await checkSurroundings(dataFolder, listener, relay, deps.language);
  const reported = deps.language === "en" ? checks : await checkSurroundings(dataFolder, listener, relay, "en");
  const sections = [
    `# Quarterdeck ${status.version}\n\n${facts(status).join("\n")}`,
    `## Checks\n\n${reported.map(line).join("\n")}`,
    `## Settings\n\n${fenced(printConfiguration(configuration))}`,
    `## Last warnings\n\n${warnings.length === 0 ? "None." : fenced(warnings.map(logLine).join("\n"))}`,
  ];
  return { text: `${sections.join("\n\n")}\n`, checks };
}

function facts({ host, startedAt, connections, runningSessions, notices }: SystemStatus): string[] {
  const { node, electron, v8 } = process.versions;
  return [
    `- Host: ${host}${electron === undefined ? "" : `, Electron ${electron}`}, Node ${node}, V8 ${v8}`,
    `- System: ${process.platform} ${release()} ${process.arch}, ${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `- Running for ${Math.round((Date.now() - startedAt) / 60_000)} min, using ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
    `- ${runningSessions} running sessions, ${connections} connections`,
    `- Notices: ${notices.map(({ code }) => code).join(", ") || "none"}`,
  ];
}

const marks: Record<Check["state"], string> = { ok: "ok", warning: "WARNING", failed: "FAILED", skipped: "skipped" };

function line({ name, state, detail, remedy }: Check): string {
  return `- ${marks[state]}: ${name}: ${detail}${remedy === null ? "" : ` → ${remedy}`}`;
}

function logLine({ time, level, part, message, context }: LogEntry): string {
  const more = Object.keys(context).length === 0 ? "" : ` ${JSON.stringify(context)}`;
  return `${new Date(time).toISOString()} ${level} ${part}: ${message}${more}`;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
