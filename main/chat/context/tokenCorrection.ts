/** A provider's figure may be off by so much and still be believed; beyond it something else is counted (a cache, a hidden prompt). */
const least = 0.4;
const most = 3;

/** How many models are remembered. */
const maximum = 200;

/**
 * Learns, for each model, by how much estimates are wrong: the ratio of what the provider counted to what was estimated, the last
 * answers counting most.
 */
export class TokenCorrection {
  readonly #ratios = new Map<string, number>();

  learn(model: string, estimated: number, counted: number): void {
    // Little text says little: the figures of a greeting are mostly overhead.
    if (estimated < 50 || counted <= 0) return;
    const ratio = Math.min(most, Math.max(least, counted / estimated));
    const before = this.#ratios.get(model);
    this.#ratios.delete(model);
    this.#ratios.set(model, before === undefined ? ratio : (before + ratio) / 2);
    for (const oldest of this.#ratios.keys()) {
      if (this.#ratios.size <= maximum) break;
      this.#ratios.delete(oldest);
    }
  }

  corrected(model: string, estimated: number): number {
    return Math.ceil(estimated * (this.#ratios.get(model) ?? 1));
  }
}
