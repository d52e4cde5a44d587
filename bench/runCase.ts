import { join } from "node:path";
import type { BenchCase, BenchContext } from "./benchmark.ts";
import type { Subject } from "./hosts/host.ts";
import { type Material, writeMaterial } from "./lines.ts";
import { readyText } from "./programs.ts";
import type { Rounds } from "./report.ts";
import { screenAfter } from "./screen.ts";

/** The rounds of a case, the subjects in turn and every other round in the other order, so that what drifts hits both. */
export async function runCase(
  benchCase: BenchCase,
  { rounds, subjects }: { readonly rounds: number; readonly subjects: readonly Subject[] },
  context: BenchContext,
): Promise<Rounds> {
  const results: { quarterdeck: Record<string, number>[]; bare: Record<string, number>[] } = {
    quarterdeck: [],
    bare: [],
  };
  const able = subjects.filter(({ side }) => side === "quarterdeck" || benchCase.isComparable !== false);
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of round % 2 === 0 ? able : able.toReversed()) {
      process.stderr.write(`${benchCase.name}: round ${round + 1} of ${rounds}, ${subject.name}\n`);
      results[subject.side].push({ ...(await benchCase.run(subject, context)) });
    }
  }
  return results;
}

/** What the cases share; files go into the folder. */
export function createContext(folder: string): BenchContext {
  const materials = new Map<string, Promise<Material>>();
  const screens = new Map<string, Promise<readonly string[]>>();
  return {
    material(limit) {
      const name = JSON.stringify(limit).replace(/\W+/g, "-");
      return once(materials, name, () => writeMaterial(join(folder, `${name}.txt`), limit));
    },
    screenAfterPrinting: ({ file, bytes }) =>
      once(screens, file, () => screenAfter(Buffer.concat([Buffer.from(readyText), bytes]))),
  };
}

function once<T>(made: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return known;
}
