import { statfs } from "node:fs/promises";

/** Below this, the user hears of it while there is still room to act. */
const lowBytes = 512 * 2 ** 20;
const lookEveryMs = 60_000;

export interface DiskListener {
  low(freeMegabytes: number): void;
  fineAgain(): void;
  failed(error: unknown): void;
}

/** Looks at the free space of a folder's disk now and every minute. */
export function watchDisk(folder: string, listener: DiskListener): Disposable {
  let wasLow = false;
  const look = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const isLow = free < lowBytes;
    if (isLow) listener.low(Math.floor(free / 2 ** 20));
    else if (wasLow) listener.fineAgain();
    wasLow = isLow;
  };
  const lookOrTell = (): void => {
    look().catch((error: unknown) => listener.failed(error));
  };
  lookOrTell();
  const timer = setInterval(lookOrTell, lookEveryMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
