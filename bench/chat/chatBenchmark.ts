import type { BenchCase } from "../benchmark.ts";
import { cutCase } from "./cutCase.ts";
import { latencyCase } from "./latencyCase.ts";
import { libraryCase } from "./libraryCase.ts";
import { manyCase } from "./manyCase.ts";
import { turnsCase } from "./turnsCase.ts";

/** Everything measured of chats, in the order it is run. */
export const chatBenchmark: readonly BenchCase[] = [latencyCase, manyCase, cutCase, libraryCase, turnsCase];
