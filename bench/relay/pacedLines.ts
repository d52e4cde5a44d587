/**
 * A program that prints numbered lines at a steady pace: `node pacedLines.ts BYTES_PER_SECOND`. Runs inside a benchmarked terminal,
 * which waits for a key first.
 */
import { colouredLine } from "../lines.ts";

const bytesPerSecond = Number(process.argv[2]);
const everyMs = 10;
let number = 0;
let printed = 0;
let begunAt = 0;

process.stdout.write("ready\r\n");
process.stdin.once("data", () => {
  begunAt = performance.now();
  setInterval(print, everyMs);
});

function print(): void {
  // By the clock, not by the ticks: a busy machine makes ticks late.
  const due = ((performance.now() - begunAt) / 1_000) * bytesPerSecond;
  let text = "";
  while (printed < due) {
    const line = colouredLine(number);
    number += 1;
    printed += Buffer.byteLength(line);
    text += line;
  }
  if (text !== "") process.stdout.write(text);
}
