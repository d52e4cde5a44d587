import { parseArgs } from "node:util";
import type { BenchCase } from "./benchmark.ts";
import { type Benchmark, benchmarks } from "./benchmarks.ts";
import type { Subject } from "./hosts/host.ts";
import { builtProgram } from "./hosts/quarterdeckHost.ts";

export interface BenchOptions {
  readonly benchmark: Benchmark;
  readonly cases: readonly BenchCase[];
  readonly rounds: number;
  readonly subjects: readonly Subject[];
  readonly program: string;
  readonly isJson: boolean;
}

export const usage = `usage: npm run bench -- BENCHMARK [options]
${benchmarks.map(({ name, does, cases }) => `  ${name.padEnd(10)} ${does}\n             cases: ${cases.map((each) => each.name).join(", ")}\n`).join("")}
  --case a,b     only these cases
  --rounds N     how often each is run; the median counts (default 3)
  --subject S    only one of them: quarterdeck (terminal), phone (relay) or bare (default both, in turn)
  --program F    another build's dist/main/commandLine.js
  --json         no table
`;

/** What the command line asks for; null if it cannot be meant. Throws what parseArgs does for unknown options. */
export async function readOptions(argv: readonly string[]): Promise<BenchOptions | null> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      case: { type: "string" },
      rounds: { type: "string", default: "3" },
      subject: { type: "string" },
      program: { type: "string", default: builtProgram },
      json: { type: "boolean", default: false },
    },
  });
  const benchmark = benchmarks.find(({ name }) => positionals.join() === name);
  if (!benchmark) return null;
  const rounds = Number(values.rounds);
  const names = values.case?.split(",");
  const cases = benchmark.cases.filter(({ name }) => !names || names.includes(name));
  const subjects = (await benchmark.subjects(values.program)).filter(
    ({ name }) => !values.subject || name === values.subject,
  );
  const isKnown = names === undefined || names.length === cases.length;
  if (!isKnown || subjects.length === 0 || !Number.isInteger(rounds) || rounds < 1) return null;
  return { benchmark, cases, rounds, subjects, program: values.program, isJson: values.json };
}
