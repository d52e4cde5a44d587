import { writeFile } from "node:fs/promises";

const words =
  "building linking tested module naïve 端末 résumé frame deck harbour signal anchor ledger packet Straße 甲板 buffer".split(
    " ",
  );

/** Line `number` as a build log might print it: colours, a few wide and accented characters, at most 100 columns. */
export function colouredLine(number: number): string {
  const word = (index: number) => words[(number * 7 + index * 13) % words.length];
  const colour = 16 + ((number * 11) % 216);
  const stamp = String(number).padStart(8, "0");
  return `\x1b[38;5;${colour}m${stamp}\x1b[0m \x1b[1;32m${word(0)}\x1b[0m ${word(1)} \x1b[4m${word(2)}\x1b[24m ${word(3)} \x1b[48;2;${number % 256};40;90m${word(4)}\x1b[m ${word(5)} ${number * 2_654_435_761}\r\n`;
}

/** The same line without its colours, as a reader sees it. */
export function plainLine(number: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what begins a colour.
  return colouredLine(number).replace(/\x1b\[[0-9;]*m|\r\n/g, "");
}

/** Numbered coloured lines as bytes: `count` of them, or as many whole ones as fit into `bytes`. */
export function colouredLines(limit: { readonly count: number } | { readonly bytes: number }): Buffer {
  const blocks: Buffer[] = [];
  let size = 0;
  for (let number = 0; ; ) {
    let text = "";
    const before = number;
    while (number < before + 5_000 && ("bytes" in limit || number < limit.count)) text += colouredLine(number++);
    const block = Buffer.from(text, "utf8");
    if ("bytes" in limit && size + block.byteLength > limit.bytes) {
      const end = block.lastIndexOf("\n", limit.bytes - size - 1) + 1;
      return Buffer.concat([...blocks, block.subarray(0, end)]);
    }
    blocks.push(block);
    size += block.byteLength;
    if ("count" in limit && number >= limit.count) return Buffer.concat(blocks);
  }
}

/** What the benchmarked programs print, on disk for `cat` and in memory to compare with. */
export interface Material {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Writes numbered coloured lines into a file. */
export async function writeMaterial(file: string, limit: Parameters<typeof colouredLines>[0]): Promise<Material> {
  const bytes = colouredLines(limit);
  await writeFile(file, bytes);
  return { file, bytes };
}
