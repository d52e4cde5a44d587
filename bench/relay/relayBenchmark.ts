import { atMost, type BenchCase } from "../benchmark.ts";
import { attachCases } from "../terminal/attachCase.ts";
import { createBurstCase, createParsedBurstCase } from "../terminal/burstCase.ts";
import { createFloodEchoCase, createIdleEchoCase, neighbourEchoCase } from "../terminal/echoCase.ts";
import { stallCase } from "../terminal/stallCase.ts";
import { attentionCase } from "./attentionCase.ts";
import { overBadNetwork } from "./overNetwork.ts";
import { predictionCase } from "./predictionCase.ts";
import { reconnectCases } from "./reconnectCase.ts";
import { watchersCase } from "./watchersCase.ts";

const shareOfBare = 0.4;
/** What the bad network lets through in some seconds. */
const far = { megabytes: 8, shareOfBare };

/** Everything measured of a phone's path, in the order it is run. */
export const relayBenchmark: readonly BenchCase[] = [
  createBurstCase({ megabytes: 100, shareOfBare }),
  createParsedBurstCase({ megabytes: 100, shareOfBare }),
  stallCase,
  createIdleEchoCase(atMost(10, "ms")),
  neighbourEchoCase,
  createFloodEchoCase(undefined),
  ...attachCases,
  ...[
    createBurstCase(far),
    createParsedBurstCase(far),
    createIdleEchoCase(undefined),
    // The bare relay queues what the network cannot take, without end: a key's echo would wait for all of it.
    { ...createFloodEchoCase(undefined, 100), isComparable: false },
    ...attachCases,
  ].map(overBadNetwork),
  ...reconnectCases,
  attentionCase,
  watchersCase,
  predictionCase,
];
