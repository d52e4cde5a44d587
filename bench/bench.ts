/**
 * `npm run bench -- terminal` and `npm run bench -- relay`: measures Quarterdeck's built headless host and a bare relay in turn.
 * One JSON line a case on stdout, a table on stderr.
 */
import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./atExit.ts";
import { type BenchOptions, readOptions, usage } from "./benchOptions.ts";
import { describeMachine } from "./machine.ts";
import { type CaseReport, formatTable, reportCase } from "./report.ts";
import { createContext, runCase } from "./runCase.ts";

async function main(): Promise<number> {
  const options = await readOptions(process.argv.slice(2));
  if (!options) {
    process.stderr.write(usage);
    return 2;
  }
  if (!existsSync(options.program)) {
    process.stderr.write(`${options.program} is not there: run \`npm run setup\` first.\n`);
    return 1;
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  await runAll(options);
  return 0;
}

async function runAll({ benchmark, cases, rounds, subjects, isJson }: BenchOptions): Promise<void> {
  const machine = await describeMachine();
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-bench-material-"));
  using _stray = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const reports: CaseReport[] = [];
  try {
    const context = createContext(folder);
    for (const benchCase of cases) {
      const results = await runCase(benchCase, { rounds, subjects }, context);
      const report = reportCase(benchmark.name, benchCase, results, machine);
      process.stdout.write(`${JSON.stringify(report)}\n`);
      reports.push(report);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    // What was measured before a case failed took long: it is shown all the same.
    if (!isJson && reports.length > 0) process.stderr.write(`\n${formatTable(reports, machine)}\n`);
  }
}

process.exitCode = await main();
