import type { ModelAlias } from "#shared/configuration/modelSettings.ts";
import type { Usage } from "#shared/contract/models.ts";

type Prices = Pick<ModelAlias, "inputPrice" | "outputPrice">;

export function hasPrices({ inputPrice, outputPrice }: Prices): boolean {
  return inputPrice !== undefined || outputPrice !== undefined;
}

/** Tokens with what they cost; prices are for a million tokens, and one that is not set is 0 where the other is. */
export function usageOf(prices: Prices, inputTokens: number, outputTokens: number): Usage {
  const cost = hasPrices(prices)
    ? (inputTokens * (prices.inputPrice ?? 0) + outputTokens * (prices.outputPrice ?? 0)) / 1_000_000
    : null;
  return { inputTokens, outputTokens, cost };
}

/** Together; a cost is known as soon as one of them is. */
export function addUsage(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cost: one.cost === null && other.cost === null ? null : (one.cost ?? 0) + (other.cost ?? 0),
  };
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cost: null };

export type BudgetState = "none" | "fine" | "warning" | "exceeded";

/** Issue 4: a warning, then a stop. */
const warningShare = 0.8;

/** How a day stands that cost this much. A budget of 0 is none. */
export function budgetState(spent: number, daily: number): BudgetState {
  if (daily <= 0) return "none";
  if (spent >= daily) return "exceeded";
  return spent >= daily * warningShare ? "warning" : "fine";
}
