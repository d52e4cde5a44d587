import { setTimeout as delay } from "node:timers/promises";
import { bootId, findProcess, ignoresTermination, listProcesses, type ProcessEntry } from "./processTable.ts";

/** A program we started, told apart from a later process with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
  readonly bootId: string;
}

const pollMs = 20;
const pollsPerTable = 10;
const unkillableMs = 3_000;

/** The identity of a running program; undefined if it has already ended. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const entry = await findProcess(pid);
  return entry ? { pid, startedAt: entry.startedAt, bootId: bootId() } : undefined;
}

/**
 * Asks a program's process group to end: SIGTERM, and SIGHUP if it ignores that, which interactive shells do and which they pass
 * on to what runs in them.
 */
export function askToEnd(pid: number): void {
  // A program that was forked a moment ago leads no group yet: asked by its own number, it ends before it has begun.
  if (!signalGroup(pid, "SIGTERM")) signalProcess(pid, "SIGTERM");
  if (ignoresTermination(pid)) signalGroup(pid, "SIGHUP");
  // A stopped job cannot end before it goes on.
  signalGroup(pid, "SIGCONT");
}

/**
 * Resolves when nothing of a program's process group is left; kills it at the deadline (milliseconds since the epoch). What cannot be
 * killed (it waits in the kernel for a disk) is left some seconds later.
 */
export async function groupEnded(pid: number, deadline: number): Promise<void> {
  for (let polls = 1; signalProcess(-pid, 0); polls++) {
    // Zombies that nobody collects answer signals, too; only the process table tells.
    if (polls % pollsPerTable === 0 && (await membersOf(pid)).every(({ group }) => group !== pid)) return;
    if (Date.now() >= deadline) await killSession(pid);
    if (Date.now() >= deadline + unkillableMs) return;
    await delay(pollMs);
  }
}

/** Ends all that is left in a program's terminal session, whatever group it is in. */
export async function killSession(pid: number): Promise<void> {
  signalGroup(pid, "SIGKILL");
  for (const entry of await membersOf(pid)) signalProcess(entry.pid, "SIGKILL");
}

/**
 * Ends what a crashed run of the app left behind. Nothing is touched unless it is certainly ours: the same boot, and either the
 * program itself, or members of its terminal session that outlived it (the kernel gives a session's number to nobody else meanwhile).
 * Resolves when nothing is left.
 */
export async function endLeftover(identity: ProcessIdentity, graceMs: number): Promise<void> {
  if (identity.bootId !== bootId()) return;
  const leader = await findProcess(identity.pid);
  if (leader && leader.startedAt !== identity.startedAt) return;
  if ((await membersOf(identity.pid)).length === 0) return;
  askToEnd(identity.pid);
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline) {
    if ((await membersOf(identity.pid)).length === 0) return;
    await delay(pollMs);
  }
  while ((await membersOf(identity.pid)).length > 0) {
    await killSession(identity.pid);
    await delay(pollMs);
  }
}

async function membersOf(session: number): Promise<ProcessEntry[]> {
  return (await listProcesses()).filter(
    (entry) => (entry.session === session || entry.group === session) && !entry.isZombie,
  );
}

function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  return signalProcess(-group, signal);
}

/** Whether there was anybody to signal. */
function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // It has ended meanwhile, which is what we want; anything else is not.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    return false;
  }
}
