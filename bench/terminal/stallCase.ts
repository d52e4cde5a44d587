import { atMost, type BenchCase, type BenchContext } from "../benchmark.ts";
import type { Subject, Wire } from "../hosts/host.ts";
import type { Material } from "../lines.ts";
import { peakMegabytes, resetPeak, settledMegabytes } from "../memory.ts";
import { goKey, printWhenAsked, readyText } from "../programs.ts";
import { startReader } from "../readerProcess.ts";
import { differingRows } from "../screen.ts";

const burst = { bytes: 128 * 1024 * 1024 };
const stallMs = 10_000;

/** 128 MB while the reader's whole process is frozen for 10 s: what the host gathers, and whether the reader recovers. */
export const stallCase: BenchCase = {
  name: "stall",
  title: "128 MB while a reader is frozen for 10 s",
  figures: [
    { key: "growth", title: "growth over the same burst with an attentive reader", unit: "MB", aim: atMost(8, "MB") },
    { key: "whole", title: "whole growth, burst included", unit: "MB" },
    { key: "wrongRows", title: "rows that differ afterwards", unit: "rows", aim: atMost(0, "rows") },
    { key: "recovery", title: "until its screen is right", unit: "ms" },
  ],
  async run(subject, context) {
    const material = await context.material(burst);
    const attentive = await measure(subject, material, context, 0);
    const stalled = await measure(subject, material, context, stallMs);
    return {
      growth: stalled.growth - attentive.growth,
      whole: stalled.growth,
      wrongRows: stalled.wrongRows + attentive.wrongRows,
      recovery: stalled.recovery,
    };
  },
};

interface Measured {
  readonly growth: number;
  readonly wrongRows: number;
  readonly recovery: number;
}

/** One burst in a fresh host, with a reader that is frozen for so long from the beginning on. */
async function measure(
  subject: Subject,
  material: Material,
  context: BenchContext,
  freezeMs: number,
): Promise<Measured> {
  const right = await context.screenAfterPrinting(material);
  const end = Buffer.byteLength(readyText) + material.bytes.byteLength;
  await using host = await subject.startHost();
  using wire = await host.connect();
  const session = await wire.start(printWhenAsked(material.file));
  await using reader = await startReader(host.address, session.id, "screen");
  await reader.screenAt(readyText.length);
  const before = await settledMegabytes(host.pid, 8_000);
  await resetPeak(host.pid);
  const begin = await typist(wire, session.id);
  const startedAt = performance.now();
  if (freezeMs > 0) reader.freeze();
  begin();
  await printed(wire, session.id, end);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, freezeMs - (performance.now() - startedAt))));
  reader.thaw();
  const thawedAt = performance.now();
  const { cells } = await reader.screenAt(end);
  const recovery = performance.now() - thawedAt;
  return { growth: (await peakMegabytes(host.pid)) - before, wrongRows: differingRows(cells, right), recovery };
}

/** Lets the program print. Typing needs an attached viewer: it reads along and throws away what comes. */
async function typist(wire: Wire, session: string): Promise<() => void> {
  const viewer = await wire.attach(session, { follow: "live", receive: (_delivery, acknowledge) => acknowledge() });
  return () => viewer.type(goKey);
}

async function printed(wire: Wire, session: string, bytes: number): Promise<void> {
  while ((await wire.printedBytes(session)) < bytes) await new Promise((resolve) => setTimeout(resolve, 25));
}
