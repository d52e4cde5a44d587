import { atLeastOfBare, atMost, type BenchCase } from "../benchmark.ts";
import type { Delivery } from "../hosts/host.ts";
import { peakMegabytes, resetPeak, settledMegabytes } from "../memory.ts";
import { readyText } from "../programs.ts";
import { createScreen, differingRows } from "../screen.ts";
import { endOf, withBurst } from "./burst.ts";

/** How much is printed, and at least how fast in comparison; null where that is only looked at. */
export interface BurstOptions {
  readonly megabytes: number;
  readonly shareOfBare: number | null;
}

/** Coloured lines to a reader that compares every byte and acknowledges on receipt. */
export function createBurstCase({ megabytes, shareOfBare }: BurstOptions): BenchCase {
  return {
    name: "burst",
    title: `${megabytes} MB burst, every byte verified, acknowledged on receipt`,
    figures: [
      {
        key: "throughput",
        title: "throughput",
        unit: "MB/s",
        ...(shareOfBare === null ? {} : { aim: atLeastOfBare(shareOfBare) }),
      },
      { key: "growth", title: "peak memory growth", unit: "MB", aim: atMost(32, "MB") },
    ],
    async run(subject, context) {
      const material = await context.material({ bytes: megabytes * 1024 * 1024 });
      const verify = verifier(Buffer.concat([Buffer.from(readyText), material.bytes]));
      const reader = {
        follow: "complete" as const,
        receive(delivery: Delivery, acknowledge: () => void, finish: () => void) {
          const isComplete = verify(delivery);
          acknowledge();
          if (isComplete) finish();
        },
      };
      return withBurst(subject, material.file, reader, async (host, print) => {
        const before = await settledMegabytes(host.pid, 8_000);
        await resetPeak(host.pid);
        const seconds = (await print()) / 1_000;
        return { throughput: megabytes / seconds, growth: (await peakMegabytes(host.pid)) - before };
      });
    },
  };
}

/** The same burst to a browser's terminal, which acknowledges what it has parsed. */
export function createParsedBurstCase({ megabytes, shareOfBare }: BurstOptions): BenchCase {
  return {
    name: "parsed-burst",
    title: `${megabytes} MB burst to a terminal that acknowledges on parse`,
    figures: [
      {
        key: "throughput",
        title: "until the screen is right",
        unit: "MB/s",
        ...(shareOfBare === null ? {} : { aim: atLeastOfBare(shareOfBare) }),
      },
      { key: "growth", title: "peak memory growth", unit: "MB" },
      { key: "wrongRows", title: "rows that differ in the end", unit: "rows", aim: atMost(0, "rows") },
      { key: "snapshots", title: "times brought up to date", unit: "snapshots" },
    ],
    async run(subject, context) {
      const material = await context.material({ bytes: megabytes * 1024 * 1024 });
      const end = Buffer.byteLength(readyText) + material.bytes.byteLength;
      const right = await context.screenAfterPrinting(material);
      using screen = createScreen();
      let snapshots = 0;
      const reader = {
        follow: "live" as const,
        receive(delivery: Delivery, acknowledge: () => void, finish: () => void) {
          if (delivery.kind === "snapshot") snapshots += 1;
          screen.apply(delivery, () => {
            acknowledge();
            if (endOf(delivery) >= end) finish();
          });
        },
      };
      return await withBurst(subject, material.file, reader, async (host, print) => {
        const before = await settledMegabytes(host.pid, 8_000);
        const first = snapshots;
        await resetPeak(host.pid);
        const seconds = (await print()) / 1_000;
        const growth = (await peakMegabytes(host.pid)) - before;
        const wrongRows = differingRows(screen.cells(), right);
        return { throughput: megabytes / seconds, growth, wrongRows, snapshots: snapshots - first };
      });
    },
  };
}

/** Compares what comes with what must come; true at the end. A snapshot may stand only at the very beginning. */
function verifier(expected: Buffer): (delivery: Delivery) => boolean {
  let position: number | undefined;
  return (delivery) => {
    if (delivery.kind === "snapshot") {
      if (position !== undefined || delivery.offset > readyText.length)
        throw new Error("A snapshot instead of every byte");
      position = delivery.offset;
      return false;
    }
    const begin = position ?? 0;
    if (delivery.offset !== begin) throw new Error(`Output at ${delivery.offset} instead of ${begin}`);
    position = begin + delivery.bytes.byteLength;
    if (Buffer.compare(expected.subarray(begin, position), delivery.bytes) !== 0)
      throw new Error(`Wrong bytes after ${begin}`);
    return position === expected.byteLength;
  };
}
