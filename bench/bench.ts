/**
 * `npm run bench -- terminal`: measures Quarterdeck's built headless host over the link a browser uses, and a bare relay in turn.
 * One JSON line a case on stdout, a table on stderr.
 */
import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { atExit } from "./atExit.ts";
import type { BenchCase, BenchContext } from "./benchmark.ts";
import type { Subject } from "./hosts/host.ts";
import { builtProgram } from "./hosts/quarterdeckHost.ts";
import { type Material, writeMaterial } from "./lines.ts";
import { describeMachine } from "./machine.ts";
import { readyText } from "./programs.ts";
import { type CaseReport, formatTable, type Rounds, reportCase } from "./report.ts";
import { screenAfter } from "./screen.ts";
import { createSubjects } from "./subjects.ts";
import { terminalBenchmark } from "./terminal/terminalBenchmark.ts";

const usage = `usage: npm run bench -- terminal [options]
  --case a,b     only these cases (${terminalBenchmark.map(({ name }) => name).join(", ")})
  --rounds N     how often each is run; the median counts (default 3)
  --subject S    only quarterdeck or only bare (default both, in turn)
  --program F    another build's dist/main/commandLine.js
  --json         no table
`;

interface Options {
  readonly cases: readonly BenchCase[];
  readonly rounds: number;
  readonly subjects: readonly Subject[];
  readonly program: string;
  readonly isJson: boolean;
}

async function main(): Promise<number> {
  const options = await readOptions();
  if (!options) {
    process.stderr.write(usage);
    return 2;
  }
  if (!existsSync(options.program)) {
    process.stderr.write(`${options.program} is not there: run \`npm run setup\` first.\n`);
    return 1;
  }
  const machine = await describeMachine();
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-bench-material-"));
  const reports: CaseReport[] = [];
  using _stray = atExit(() => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  try {
    const context = createContext(folder);
    for (const benchCase of options.cases) {
      const report = reportCase("terminal", benchCase, await runCase(benchCase, options, context), machine);
      process.stdout.write(`${JSON.stringify(report)}\n`);
      reports.push(report);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (!options.isJson) process.stderr.write(`\n${formatTable(reports, machine)}\n`);
  return 0;
}

async function readOptions(): Promise<Options | null> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      case: { type: "string" },
      rounds: { type: "string", default: "3" },
      subject: { type: "string" },
      program: { type: "string", default: builtProgram },
      json: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const names = values.case?.split(",");
  const cases = terminalBenchmark.filter(({ name }) => !names || names.includes(name));
  const subjects = (await createSubjects(values.program)).filter(
    ({ name }) => !values.subject || name === values.subject,
  );
  const isKnown = names === undefined || names.length === cases.length;
  if (positionals.join() !== "terminal" || !isKnown || subjects.length === 0 || !Number.isInteger(rounds) || rounds < 1)
    return null;
  return { cases, rounds, subjects, program: values.program, isJson: values.json };
}

/** The rounds of a case, the subjects in turn and every other round in the other order, so that what drifts hits both. */
async function runCase(benchCase: BenchCase, { rounds, subjects }: Options, context: BenchContext): Promise<Rounds> {
  const results: { quarterdeck: Record<string, number>[]; bare: Record<string, number>[] } = {
    quarterdeck: [],
    bare: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      process.stderr.write(`${benchCase.name}: round ${round + 1} of ${rounds}, ${subject.name}\n`);
      results[subject.name].push({ ...(await benchCase.run(subject, context)) });
    }
  }
  return results;
}

function createContext(folder: string): BenchContext {
  const materials = new Map<string, Promise<Material>>();
  const screens = new Map<string, Promise<readonly string[]>>();
  return {
    material(limit) {
      const name = JSON.stringify(limit).replace(/\W+/g, "-");
      return once(materials, name, () => writeMaterial(join(folder, `${name}.txt`), limit));
    },
    screenAfterPrinting: ({ file, bytes }) =>
      once(screens, file, () => screenAfter(Buffer.concat([Buffer.from(readyText), bytes]))),
  };
}

function once<T>(made: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return known;
}

process.exitCode = await main();
