import { atMost, type BenchCase } from "../benchmark.ts";
import { attachCases } from "./attachCase.ts";
import { createBurstCase, createParsedBurstCase } from "./burstCase.ts";
import { createFloodEchoCase, createIdleEchoCase, neighbourEchoCase } from "./echoCase.ts";
import { idleSessionsCase } from "./idleSessionsCase.ts";
import { stallCase } from "./stallCase.ts";
import { startCase } from "./startCase.ts";

/** Everything measured of terminals, in the order it is run. */
export const terminalBenchmark: readonly BenchCase[] = [
  startCase,
  createBurstCase({ megabytes: 100, shareOfBare: 0.5 }),
  createParsedBurstCase({ megabytes: 100, shareOfBare: null }),
  stallCase,
  createIdleEchoCase({
    text: "≤ bare + 2 ms",
    isMet: (value, bare) => (bare === undefined ? null : value <= bare + 2),
  }),
  neighbourEchoCase,
  createFloodEchoCase(atMost(15, "ms")),
  ...attachCases,
  idleSessionsCase,
];
