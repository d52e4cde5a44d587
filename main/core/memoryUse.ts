import { setFlagsFromString } from "node:v8";

/**
 * Makes the collector prefer a small heap to fewer collections. This process shovels buffers and runs all day beside the tools it
 * hosts; V8's defaults let a burst of output grow its heap by tens of megabytes that nobody needs. Both flags are read at every
 * collection, so they may be set while running: the young generation does not grow, the old one is collected sooner.
 */
export function preferSmallHeap(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--optimize-for-size");
}
