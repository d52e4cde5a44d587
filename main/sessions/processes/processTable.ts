import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

export interface ProcessEntry {
  readonly pid: number;
  /** The process group. */
  readonly group: number;
  /** The terminal session: the pid of the program we started, for all its descendants that did not leave it. 0 if unknown. */
  readonly session: number;
  /** Tells this process from a later one with the same number. */
  readonly startedAt: string;
  readonly isZombie: boolean;
}

/** All processes, as far as they can be seen. Linux reads /proc, other systems ask ps. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  return process.platform === "linux" ? readProc() : await askPs();
}

/** One process; undefined if it does not run. */
export async function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  if (process.platform === "linux") return readStat(String(pid));
  return (await askPs()).find((entry) => entry.pid === pid);
}

/** Names this boot of the machine, because start times count from it. */
export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** Whether a process ignores SIGTERM, as interactive shells do. Linux only; elsewhere false. */
export function ignoresTermination(pid: number): boolean {
  try {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const terminate = 1n << 14n; // Signal 15; the mask's lowest bit is signal 1.
    return ignored !== undefined && (BigInt(`0x${ignored}`) & terminate) !== 0n;
  } catch {
    return false;
  }
}

function readProc(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((entry) => entry !== undefined);
}

/** proc(5): after the name in parentheses come state, ppid, pgrp, session …; field 22 is the start time in clock ticks. */
function readStat(pid: string): ProcessEntry | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // It ended meanwhile.
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    pid: Number(pid),
    group: Number(fields[2]),
    session: Number(fields[3]),
    startedAt: fields[19] ?? "",
    isZombie: fields[0] === "Z" || fields[0] === "X",
  };
}

async function askPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,pgid=,stat=,lstart="], { maxBuffer: 16_777_216 });
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line);
    if (!match) return [];
    const [, pid, group, state = "", startedAt = ""] = match;
    // ps names no session here; a program that leads its group leads its session too when we started it.
    return [
      {
        pid: Number(pid),
        group: Number(group),
        session: Number(group),
        startedAt: startedAt.trim(),
        isZombie: state.startsWith("Z"),
      },
    ];
  });
}
