import type { BenchCase } from "../benchmark.ts";
import { attachCases } from "./attachCase.ts";
import { burstCase, parsedBurstCase } from "./burstCase.ts";
import { floodEchoCase, idleEchoCase, neighbourEchoCase } from "./echoCase.ts";
import { idleSessionsCase } from "./idleSessionsCase.ts";
import { stallCase } from "./stallCase.ts";
import { startCase } from "./startCase.ts";

/** Everything measured of terminals, in the order it is run. */
export const terminalBenchmark: readonly BenchCase[] = [
  startCase,
  burstCase,
  parsedBurstCase,
  stallCase,
  idleEchoCase,
  neighbourEchoCase,
  floodEchoCase,
  ...attachCases,
  idleSessionsCase,
];
