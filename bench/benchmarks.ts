import type { BenchCase } from "./benchmark.ts";
import { chatBenchmark } from "./chat/chatBenchmark.ts";
import { createBareSubject } from "./hosts/bareHost.ts";
import type { Subject } from "./hosts/host.ts";
import { createPhoneSubject } from "./hosts/phoneHost.ts";
import { createQuarterdeckSubject } from "./hosts/quarterdeckHost.ts";
import { relayBenchmark } from "./relay/relayBenchmark.ts";
import { terminalBenchmark } from "./terminal/terminalBenchmark.ts";

/** What `npm run bench -- NAME` runs: its cases, on these subjects. `program` is a build's dist/main/commandLine.js. */
export interface Benchmark {
  readonly name: string;
  readonly does: string;
  readonly cases: readonly BenchCase[];
  subjects(program: string): Promise<readonly Subject[]>;
}

/** Every benchmark there is. */
export const benchmarks: readonly Benchmark[] = [
  {
    name: "terminal",
    does: "the built headless host over the link a browser at this machine uses",
    cases: terminalBenchmark,
    subjects: async (program) => [createQuarterdeckSubject(program), await createBareSubject()],
  },
  {
    name: "relay",
    does: "the same over a phone's path: TLS, paired, good and bad networks",
    cases: relayBenchmark,
    subjects: async (program) => [createPhoneSubject(program), await createBareSubject()],
  },
  {
    name: "chat",
    does: "conversations with a local model that streams at a fixed pace",
    cases: chatBenchmark,
    subjects: async (program) => [createQuarterdeckSubject(program)],
  },
];
