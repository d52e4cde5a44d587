import { readFile } from "node:fs/promises";

/** The kernel counts processor time in hundredths of a second for programs (USER_HZ), whatever its own clock. */
const tickMs = 10;

/** Processor time a process has used so far, all its threads, in milliseconds. Linux only: it reads /proc. */
export async function processorMs(pid: number): Promise<number> {
  return parseProcessorMs(await readFile(`/proc/${pid}/stat`, "utf8"));
}

/** The same from the text of /proc/PID/stat; a process's name may hold anything, so fields count from its closing bracket. */
export function parseProcessorMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // utime and stime are fields 14 and 15; the first behind the name is field 3.
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (!Number.isFinite(ticks)) throw new Error("/proc/PID/stat has no times");
  return ticks * tickMs;
}
