/** The newest output, so that viewers that are close behind need not read it back from disk. */
export class RecentOutput {
  readonly #batches: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  readonly #limitBytes: number;
  #heldBytes = 0;

  constructor(limitBytes = 1_048_576) {
    this.#limitBytes = limitBytes;
  }

  add(offset: number, bytes: Uint8Array): void {
    const last = this.#batches.at(-1);
    if (last && last.offset + last.bytes.byteLength !== offset) this.clear();
    this.#batches.push({ offset, bytes });
    this.#heldBytes += bytes.byteLength;
    while (this.#heldBytes > this.#limitBytes && this.#batches.length > 1)
      this.#heldBytes -= this.#batches.shift()?.bytes.byteLength ?? 0;
  }

  /** Output from `offset` on, at most `length` bytes and at most to the end of one batch; undefined if it is not held. */
  at(offset: number, length: number): Uint8Array | undefined {
    for (let index = this.#batches.length - 1; index >= 0; index--) {
      const batch = this.#batches[index];
      if (!batch || batch.offset > offset) continue;
      const from = offset - batch.offset;
      return from < batch.bytes.byteLength ? batch.bytes.subarray(from, from + length) : undefined;
    }
    return undefined;
  }

  /** Forgets what lies before `offset`. */
  forget(offset: number): void {
    for (
      let first = this.#batches[0];
      first && first.offset + first.bytes.byteLength <= offset;
      first = this.#batches[0]
    ) {
      this.#heldBytes -= first.bytes.byteLength;
      this.#batches.shift();
    }
  }

  clear(): void {
    this.#batches.length = 0;
    this.#heldBytes = 0;
  }
}
