/**
 * A program that prints without pause and still answers the keyboard, as a build with a status line does: the rows below the
 * first scroll at full speed, the first shows how many keys have come (`key=000017;`). Runs inside a benchmarked terminal.
 */
import { readFileSync } from "node:fs";

const file = process.argv[2];
if (file === undefined) throw new Error("usage: keyedFlood FILE");
const material = readFileSync(file);
/** Small enough that a key is never kept waiting behind a block for long. */
const blockBytes = 16_384;
let keys = 0;
let shown = 0;
let position = 0;

process.stdin.on("data", (typed: Buffer) => {
  keys += typed.byteLength;
});
process.stdout.write("\x1b[2J\x1b[2;40r\x1b[2;1Hready\r\n");
print();

function print(): void {
  if (keys > 0) {
    if (keys !== shown) process.stdout.write(`\x1b7\x1b[1;1Hkey=${String(keys).padStart(6, "0")};\x1b8`);
    shown = keys;
    // Writing to a terminal blocks until it takes the bytes: that is this program's only pace.
    process.stdout.write(material.subarray(position, position + blockBytes));
    position = position + blockBytes >= material.byteLength ? 0 : position + blockBytes;
  }
  setImmediate(print);
}
