import { mkdir, open, readFile, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { cacheFolder, inCache } from "./paths.mjs";
import { say } from "./say.mjs";
import { nullIfMissing } from "./tree.mjs";

const file = inCache("setup.lock");

/**
 * Runs the work while no other set-up of this checkout runs; waits for one that does. A lock whose process is gone is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetUpLock(work) {
  await mkdir(cacheFolder, { recursive: true });
  for (let isFirst = true; !(await take()); isFirst = false) {
    const owner = Number(await readFile(file, "utf8").catch(nullIfMissing));
    if (owner && !isAlive(owner)) await rm(file, { force: true });
    else if (isFirst) say("Waiting for another set-up of this folder to end …");
    await delay(200);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take() {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
