import type { UsageReport } from "#shared/contract/models.ts";

export interface UsageSum {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null where nothing of it had a price. */
  readonly cost: number | null;
}

type Entry = UsageReport["days"][number];

/** What each model used, most tokens first. */
export function sumsByModel(days: readonly Entry[]): readonly (UsageSum & { readonly model: string })[] {
  return [...Map.groupBy(days, ({ model }) => model)]
    .map(([model, entries]) => ({ model, ...sumOf(entries) }))
    .sort((a, b) => b.inputTokens + b.outputTokens - (a.inputTokens + a.outputTokens));
}

/** One entry a day, oldest first, `count` days up to `today` (`2026-11-21`); days without use are zero. */
export function sumsByDay(
  days: readonly Entry[],
  today: string,
  count: number,
): readonly (UsageSum & { readonly day: string })[] {
  const byDay = Map.groupBy(days, ({ day }) => day);
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(last - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return { day, ...sumOf(byDay.get(day) ?? []) };
  });
}

/** Today as the machine's user writes it: `2026-11-21`, local. */
export function localDay(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function sumOf(entries: readonly Entry[]): UsageSum {
  return entries.reduce<UsageSum>(
    (sum, { calls, inputTokens, outputTokens, cost }) => ({
      calls: sum.calls + calls,
      inputTokens: sum.inputTokens + inputTokens,
      outputTokens: sum.outputTokens + outputTokens,
      cost: cost === null ? sum.cost : (sum.cost ?? 0) + cost,
    }),
    { calls: 0, inputTokens: 0, outputTokens: 0, cost: null },
  );
}
