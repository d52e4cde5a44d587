import { atMost, type BenchCase } from "../benchmark.ts";
import type { Wire } from "../hosts/host.ts";
import { plainLine } from "../lines.ts";
import { printAndStay } from "../programs.ts";
import { createScreen, differingRows, screenAfter } from "../screen.ts";
import { median } from "../statistics.ts";
import { endOf } from "./burst.ts";

const attachCount = 7;

/** How long a viewer that comes late waits for the right screen; and whether every line can be had. */
export const attachCases: readonly BenchCase[] = [10_000, 100_000].map((count) => attachCase(count));

function attachCase(count: number): BenchCase {
  return {
    name: `attach-${count / 1_000}k`,
    title: `Attach to ${count.toLocaleString("en")} lines (the bare relay replays its whole output)`,
    figures: [
      { key: "screen", title: "correct screen", unit: "ms", ...(count === 100_000 ? { aim: atMost(50, "ms") } : {}) },
      { key: "first", title: "correct screen, first viewer", unit: "ms" },
      { key: "wrongRows", title: "rows that differ", unit: "rows", aim: atMost(0, "rows") },
      { key: "missing", title: "lines that cannot be had", unit: "rows", aim: atMost(0, "rows") },
      { key: "retrieval", title: "reading every line", unit: "ms" },
    ],
    async run(subject, context) {
      const material = await context.material({ count });
      const right = await screenAfter(material.bytes);
      await using host = await subject.startHost();
      using wire = await host.connect();
      const session = await wire.start(printAndStay(material.file), { keepsOutput: true });
      while ((await wire.printedBytes(session.id)) < material.bytes.byteLength)
        await new Promise((resolve) => setTimeout(resolve, 50));
      // The screen model may lag behind the output by design; what is timed here is attaching, not that.
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const times: number[] = [];
      let wrongRows = 0;
      for (let index = 0; index < attachCount; index += 1) {
        using fresh = await host.connect();
        const { elapsed, cells } = await attach(fresh, session.id, material.bytes.byteLength);
        times.push(elapsed);
        wrongRows += differingRows(cells, right);
      }
      const [first = Number.NaN, ...later] = times;
      return { screen: median(later), first, wrongRows, ...(await retrieve(wire, session.id, count)) };
    },
  };
}

/** From asking to attach until the screen is parsed. */
async function attach(
  wire: Wire,
  session: string,
  end: number,
): Promise<{ elapsed: number; cells: readonly string[] }> {
  using screen = createScreen();
  const parsed = Promise.withResolvers<void>();
  const askedAt = performance.now();
  const viewer = await wire.attach(session, {
    follow: "live",
    receive(delivery, acknowledge) {
      screen.apply(delivery, () => {
        acknowledge();
        if (endOf(delivery) >= end) parsed.resolve();
      });
    },
  });
  await parsed.promise;
  const elapsed = performance.now() - askedAt;
  const cells = screen.cells();
  viewer[Symbol.dispose]();
  return { elapsed, cells };
}

async function retrieve(wire: Wire, session: string, count: number): Promise<Record<string, number>> {
  const askedAt = performance.now();
  const rows = await wire.allRows(session);
  if (rows === null) return {};
  const retrieval = performance.now() - askedAt;
  let missing = 0;
  for (let number = 0; number < count; number += 1) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what begins a colour.
    const text = rows[number]?.text.replace(/\x1b\[[0-9;:]*m/g, "").trimEnd();
    if (text === plainLine(number)) continue;
    missing += 1;
    if (missing === 1)
      process.stderr.write(`Line ${number} is ${JSON.stringify(text)}, not ${JSON.stringify(plainLine(number))}\n`);
  }
  return { missing, retrieval };
}
