import { readdir, readFile, writeFile } from "node:fs/promises";

const megabyte = 1024 * 1024;

/**
 * Resident memory of a host, helpers of its own included (children that run from its folder), what its sessions run left out.
 * Linux only: it reads /proc.
 */
export async function residentMegabytes(pid: number): Promise<number> {
  let kilobytes = 0;
  for (const process of await hostProcesses(pid))
    kilobytes += field(await readFile(`/proc/${process}/smaps_rollup`, "utf8"), "Rss");
  return (kilobytes * 1024) / megabyte;
}

/** Begins to watch for the peak; the kernel keeps it, so that nothing between two samples is missed. */
export async function resetPeak(pid: number): Promise<void> {
  for (const process of await hostProcesses(pid)) await writeFile(`/proc/${process}/clear_refs`, "5");
}

/** The highest resident memory since the reset. With helpers it is the sum of their peaks: never less than the true peak. */
export async function peakMegabytes(pid: number): Promise<number> {
  let kilobytes = 0;
  for (const process of await hostProcesses(pid))
    kilobytes += field(await readFile(`/proc/${process}/status`, "utf8"), "VmHWM");
  return (kilobytes * 1024) / megabyte;
}

/** Waits until the host's memory no longer falls (collectors run a while after the work), at most `patienceMs`. */
export async function settledMegabytes(pid: number, patienceMs = 30_000): Promise<number> {
  const begin = performance.now();
  let lowest = await residentMegabytes(pid);
  let lowestAt = begin;
  while (performance.now() - begin < patienceMs && performance.now() - lowestAt < 4_000) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = await residentMegabytes(pid);
    if (now < lowest * 0.995) {
      lowest = now;
      lowestAt = performance.now();
    }
  }
  return residentMegabytes(pid);
}

async function hostProcesses(pid: number): Promise<readonly number[]> {
  const processes = [pid];
  for (const task of await readdir(`/proc/${pid}/task`)) {
    const children = await readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "");
    for (const child of children.split(" ").filter(Boolean).map(Number)) {
      const commandLine = await readFile(`/proc/${child}/cmdline`, "utf8").catch(() => "");
      if (commandLine.includes("/dist/main/")) processes.push(child);
    }
  }
  return processes;
}

function field(text: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text);
  if (!match) throw new Error(`No ${name} in /proc`);
  return Number(match[1]);
}
