import { atMost, type BenchCase } from "../benchmark.ts";
import type { HostAddress, Subject, Wire } from "../hosts/host.ts";
import type { Material } from "../lines.ts";
import { peakMegabytes, resetPeak, settledMegabytes } from "../memory.ts";
import { goKey, printWhenAsked, readyText } from "../programs.ts";
import { startReader } from "../readerProcess.ts";
import { differingRows } from "../screen.ts";

const burst = { bytes: 128 * 1024 * 1024 };
const stallMs = 10_000;

/** 128 MB while the reader's whole process is frozen for 10 s: what the host gathers for it, and whether it recovers. */
export const stallCase: BenchCase = {
  name: "stall",
  title: "128 MB while a reader is frozen for 10 s",
  figures: [
    { key: "growth", title: "growth over the same burst without that reader", unit: "MB", aim: atMost(8, "MB") },
    { key: "whole", title: "whole growth, burst included", unit: "MB" },
    { key: "wrongRows", title: "rows that differ afterwards", unit: "rows", aim: atMost(0, "rows") },
    { key: "recovery", title: "until its screen is right", unit: "ms" },
  ],
  async run(subject, context) {
    const material = await context.material(burst);
    const right = await context.screenAfterPrinting(material);
    const alone = await withPrinter(subject, material, async (printer) => {
      await printer.print();
      return await printer.growth();
    });
    return await withPrinter(subject, material, async (printer) => {
      const { recovery, wrongRows } = await freezeWhilePrinting(printer, right);
      const whole = await printer.growth();
      return { growth: whole - alone, whole, wrongRows, recovery };
    });
  },
};

/** A session that waits to print, in a fresh host. */
interface Printer {
  readonly address: HostAddress;
  readonly session: string;
  /** How much will have been printed. */
  readonly end: number;
  /** Prints all; resolves when the host has it. Growth counts from here. */
  print(): Promise<void>;
  /** The host's peak above where it was before it printed. */
  growth(): Promise<number>;
}

async function withPrinter<T>(subject: Subject, material: Material, use: (printer: Printer) => Promise<T>): Promise<T> {
  await using host = await subject.startHost();
  using wire = await host.connect();
  const { id: session } = await wire.start(printWhenAsked(material.file));
  await printed(wire, session, readyText.length);
  const end = readyText.length + material.bytes.byteLength;
  let before = Number.NaN;
  return await use({
    address: host.address,
    session,
    end,
    async print() {
      const begin = await typist(wire, session);
      before = await settledMegabytes(host.pid, 8_000);
      await resetPeak(host.pid);
      begin();
      await printed(wire, session, end);
    },
    growth: async () => (await peakMegabytes(host.pid)) - before,
  });
}

async function freezeWhilePrinting(
  printer: Printer,
  right: readonly string[],
): Promise<{ recovery: number; wrongRows: number }> {
  await using reader = await startReader(printer.address, printer.session, "screen");
  await reader.screenAt(readyText.length);
  reader.freeze();
  const frozenFor = new Promise((resolve) => setTimeout(resolve, stallMs + 8_000));
  await printer.print();
  await frozenFor;
  reader.thaw();
  const thawedAt = performance.now();
  const { cells } = await reader.screenAt(printer.end);
  return { recovery: performance.now() - thawedAt, wrongRows: differingRows(cells, right) };
}

/** Lets the program print. Typing needs an attached viewer: it reads along and throws away what comes. */
async function typist(wire: Wire, session: string): Promise<() => void> {
  const viewer = await wire.attach(session, { follow: "live", receive: (_delivery, acknowledge) => acknowledge() });
  return () => viewer.type(goKey);
}

async function printed(wire: Wire, session: string, bytes: number): Promise<void> {
  while ((await wire.printedBytes(session)) < bytes) await new Promise((resolve) => setTimeout(resolve, 25));
}
