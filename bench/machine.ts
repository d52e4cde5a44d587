import { readFile } from "node:fs/promises";
import { cpus, loadavg, release, totalmem } from "node:os";

/** Which machine the figures were taken on; they mean nothing without it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Other work on the machine before the run, as the one-minute load. */
  readonly loadBefore: number;
}

/** This machine, now. */
export async function describeMachine(): Promise<Machine> {
  const description = await readFile("/etc/os-release", "utf8").catch(() => "");
  const name = /^PRETTY_NAME="(.*)"$/m.exec(description)?.[1] ?? process.platform;
  return {
    processor: cpus()[0]?.model ?? process.arch,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${name}, kernel ${release()}`,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  };
}
