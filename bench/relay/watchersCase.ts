import { fileURLToPath } from "node:url";
import { atMost, type BenchCase, exactly } from "../benchmark.ts";
import { startHelper } from "../helperProcess.ts";
import type { Wire } from "../hosts/host.ts";
import { asPhoneSubject, type PhoneHost } from "../hosts/phoneHost.ts";
import { residentMegabytes, settledMegabytes } from "../memory.ts";
import { processorMs } from "../processor.ts";
import { goKey, runFile } from "../programs.ts";
import { pause } from "../waiting.ts";
import type { WatcherReply, WatcherRequest } from "./watcherMessages.ts";

const phoneCount = 50;
const processCount = 5;
/** About 300 lines a second: an agent that writes, a test run. */
const bytesPerSecond = 30_000;
const measuredMs = 10_000;

/** What a phone costs that watches, beside what the session costs that prints. */
export const watchersCase: BenchCase = {
  name: "watchers",
  title: `${phoneCount} phones watching one session that prints ${bytesPerSecond / 1_000} kB a second`,
  isComparable: false,
  figures: [
    { key: "memory", title: "memory a phone", unit: "MB", aim: atMost(1, "MB") },
    { key: "processor", title: "processor time a phone", unit: "ms/s" },
    { key: "alone", title: "processor time of the session unwatched", unit: "ms/s" },
    { key: "whole", title: "host with all of them", unit: "MB" },
    {
      key: "behind",
      title: "phones' processes more than a second behind in the end",
      unit: "times",
      aim: exactly(0, "times"),
    },
  ],
  async run(subject) {
    await using host = await asPhoneSubject(subject).startPhoneHost(phoneCount);
    using wire = await host.connect();
    const program = fileURLToPath(new URL("pacedLines.ts", import.meta.url));
    const { id: session } = await wire.start(runFile(program, String(bytesPerSecond)));
    const viewer = await wire.attach(session, { follow: "live", receive: (_delivery, acknowledge) => acknowledge() });
    viewer.type(goKey);
    viewer[Symbol.dispose]();
    // Measured while it prints, both times: what the session itself needs is in both.
    await settledMegabytes(host.pid, 15_000);
    const alone = await load(host);
    await using watchers = await watch(host, session);
    await settledMegabytes(host.pid, 15_000);
    const watched = await load(host);
    return {
      memory: (watched.memory - alone.memory) / phoneCount,
      processor: (watched.processor - alone.processor) / phoneCount,
      alone: alone.processor,
      whole: watched.memory,
      behind: await watchers.behind(wire, session),
    };
  },
};

/** Memory as the mean of some samples, and processor time a second. */
async function load(host: PhoneHost): Promise<{ memory: number; processor: number }> {
  const samples = 10;
  const before = await processorMs(host.pid);
  const begunAt = performance.now();
  let memory = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    await pause(measuredMs / samples);
    memory += (await residentMegabytes(host.pid)) / samples;
  }
  const seconds = (performance.now() - begunAt) / 1_000;
  return { memory, processor: ((await processorMs(host.pid)) - before) / seconds };
}

async function watch(host: PhoneHost, session: string) {
  await using stack = new AsyncDisposableStack();
  const file = fileURLToPath(new URL("watcher.ts", import.meta.url));
  const helpers = Array.from({ length: processCount }, () =>
    stack.use(startHelper<WatcherRequest, WatcherReply>(file)),
  );
  const all = Array.from({ length: phoneCount }, (_, index) => index);
  for (const [index, helper] of helpers.entries()) {
    const which = all.filter((phone) => phone % processCount === index);
    await helper.ask({ kind: "watch", address: host.address, which, session });
  }
  const owned = stack.move();
  return {
    async behind(wire: Wire, id: string): Promise<number> {
      const printed = await wire.printedBytes(id);
      const positions = await Promise.all(helpers.map((helper) => helper.ask({ kind: "position" })));
      return positions.filter(({ slowest }) => slowest < printed - bytesPerSecond).length;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
