import { statSync } from "node:fs";
import { type Segment, segmentPath } from "./segments.ts";

/**
 * How much lies beside the segments: keyframes, which a window that is dragged leaves by the hundred, and times, of which slow output
 * needs more than it has bytes. They are written by others, so they are measured again now and then.
 */
export class SideFiles {
  readonly #folder: string;
  readonly #sizes = new Map<number, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Looks how large they are now. */
  measure(segments: readonly Segment[]): void {
    for (const { start } of segments)
      this.#sizes.set(start, sizeOf(this.#folder, start, "keyframes") + sizeOf(this.#folder, start, "times"));
  }

  forget(start: number): void {
    this.#sizes.delete(start);
  }

  of(start: number): number {
    return this.#sizes.get(start) ?? 0;
  }

  get totalBytes(): number {
    let total = 0;
    for (const size of this.#sizes.values()) total += size;
    return total;
  }
}

function sizeOf(folder: string, start: number, file: "keyframes" | "times"): number {
  return statSync(segmentPath(folder, start, file), { throwIfNoEntry: false })?.size ?? 0;
}
