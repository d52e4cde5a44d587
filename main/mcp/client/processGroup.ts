import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** The protocol's way to end a server is the end of its stdin; then it is asked, then it is killed. */
const ownEndMs = 300;
const askedEndMs = 1_000;
/** What was killed is gone at once, or waits in the kernel, or is a zombie that nobody collects: none of it is worth more. */
const killedEndMs = 300;
const lookEveryMs = 20;

/** Ends a program that leads a process group, and what it has started. Resolves when the group is empty or cannot be killed. */
export async function endProcessGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === "win32") {
    if (child.exitCode === null) process.kill(pid);
    return;
  }
  if (await isGoneWithin(pid, ownEndMs)) return;
  signal(pid, "SIGTERM");
  if (await isGoneWithin(pid, askedEndMs)) return;
  signal(pid, "SIGKILL");
  await isGoneWithin(pid, killedEndMs);
}

async function isGoneWithin(group: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += lookEveryMs) {
    if (!signal(group, 0)) return true;
    await delay(lookEveryMs);
  }
  return false;
}

/** Whether there is anybody in the group to hear it. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, name);
    return true;
  } catch (error) {
    // EPERM: somebody is there who became another user (sudo); it is not ours to end.
    if (error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM")) return false;
    throw error;
  }
}
