import { atMost, type BenchCase } from "../benchmark.ts";
import { residentMegabytes, settledMegabytes } from "../memory.ts";
import { printAndStay } from "../programs.ts";
import { pause } from "../waiting.ts";

const sessionCount = 100;
const lineCount = 10_000;

/** What a session costs that has printed a lot and does nothing now. */
export const idleSessionsCase: BenchCase = {
  name: "idle-sessions",
  title: `${sessionCount} idle sessions with ${lineCount.toLocaleString("en")} lines each (the bare relay keeps its output in memory)`,
  figures: [
    { key: "each", title: "memory a further session", unit: "MB", aim: atMost(0.5, "MB") },
    { key: "atOnce", title: "the same, as soon as all have printed", unit: "MB" },
    { key: "first", title: "what the first session brings", unit: "MB" },
    { key: "whole", title: "host with all of them", unit: "MB" },
  ],
  async run(subject, context) {
    const { file, bytes } = await context.material({ count: lineCount });
    await using host = await subject.startHost();
    using wire = await host.connect();
    const print = async () => {
      const { id } = await wire.start(printAndStay(file), { keepsOutput: true });
      // Calls are limited: asked more often, a hundred sessions would use a minute's share up.
      while ((await wire.printedBytes(id)) < bytes.byteLength) await pause(25);
    };
    const empty = await settledMegabytes(host.pid, 10_000);
    // The first one starts the thread of the terminal models and loads its code, once for all.
    await print();
    const before = await settledMegabytes(host.pid, 30_000);
    for (let index = 1; index < sessionCount; index += 1) await print();
    const atOnce = (await residentMegabytes(host.pid)) - before;
    const whole = await settledMegabytes(host.pid, 60_000);
    const further = sessionCount - 1;
    return { each: (whole - before) / further, atOnce: atOnce / further, first: before - empty, whole };
  },
};
