import { atMost, type BenchCase } from "../benchmark.ts";
import { settledMegabytes } from "../memory.ts";

/** From making the process to its ready line, and what it needs when nothing happens. */
export const startCase: BenchCase = {
  name: "start",
  title: "Start to ready (installed and built), idle memory",
  figures: [
    { key: "start", title: "start to ready", unit: "ms", aim: atMost(300, "ms") },
    { key: "idle", title: "resident memory when idle", unit: "MB", aim: atMost(100, "MB") },
  ],
  async run(subject) {
    await using host = await subject.startHost();
    return { start: host.startMs, idle: await settledMegabytes(host.pid, 10_000) };
  },
};
