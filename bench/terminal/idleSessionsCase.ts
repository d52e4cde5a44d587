import { atMost, type BenchCase } from "../benchmark.ts";
import { residentMegabytes, settledMegabytes } from "../memory.ts";
import { printAndStay } from "../programs.ts";

const sessionCount = 100;
const lineCount = 10_000;

/** What a session costs that has printed a lot and does nothing now. */
export const idleSessionsCase: BenchCase = {
  name: "idle-sessions",
  title: `${sessionCount} idle sessions with ${lineCount.toLocaleString("en")} lines each (the bare relay keeps its output in memory)`,
  figures: [
    { key: "each", title: "memory a session", unit: "MB", aim: atMost(0.5, "MB") },
    { key: "atOnce", title: "the same, as soon as all have printed", unit: "MB" },
    { key: "whole", title: "host with all of them", unit: "MB" },
  ],
  async run(subject, context) {
    const { file, bytes } = await context.material({ count: lineCount });
    await using host = await subject.startHost();
    using wire = await host.connect();
    const before = await settledMegabytes(host.pid, 10_000);
    for (let index = 0; index < sessionCount; index += 1) {
      const { id } = await wire.start(printAndStay(file), { keepsOutput: true });
      while ((await wire.printedBytes(id)) < bytes.byteLength) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const atOnce = (await residentMegabytes(host.pid)) - before;
    const whole = await settledMegabytes(host.pid, 60_000);
    return { each: (whole - before) / sessionCount, atOnce: atOnce / sessionCount, whole };
  },
};
