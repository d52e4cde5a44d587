import { type Kysely, sql } from "kysely";
import type { ModelAlias } from "#shared/configuration/modelSettings.ts";
import type { Usage, UsageReport } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Tables } from "../../storage/tables.ts";
import { addUsage, budgetState, hasPrices, noUsage } from "./cost.ts";
import { localDay } from "./localDay.ts";

export interface UsageBookDeps {
  readonly database: Kysely<Tables>;
  readonly budget: () => { readonly dailyBudget: number; readonly currency: string };
  readonly onBudget: (state: "warning" | "exceeded", spent: number, daily: number, currency: string) => void;
  readonly now: () => number;
}

/** What was used, by day and model, and how the day's budget stands. */
export interface UsageBook {
  /** Throws BUDGET_EXCEEDED where the model costs something and the day's budget is used up. */
  expectBudget(alias: ModelAlias): Promise<void>;
  /** Throws STORAGE_FAILED, DISK_FULL. */
  record(model: string, usage: Usage): Promise<void>;
  report(days: number): Promise<UsageReport>;
}

export function createUsageBook({ database, budget, onBudget, now }: UsageBookDeps): UsageBook {
  const spentOn = async (day: string): Promise<number> => {
    const { spent } = await database
      .selectFrom("model_usage")
      .select(({ fn }) => fn.sum<number | null>("cost").as("spent"))
      .where("day", "=", day)
      .executeTakeFirstOrThrow();
    return spent ?? 0;
  };

  /** Tells each state once a day, also over restarts: the row is the memory. */
  const tellBudget = async (day: string): Promise<void> => {
    const { dailyBudget, currency } = budget();
    if (dailyBudget <= 0) return;
    const spent = await spentOn(day);
    const state = budgetState(spent, dailyBudget);
    if (state !== "warning" && state !== "exceeded") return;
    await database.deleteFrom("model_budget_notices").where("day", "<", day).execute();
    const { numInsertedOrUpdatedRows } = await database
      .insertInto("model_budget_notices")
      .values({ day, state })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) onBudget(state, spent, dailyBudget, currency);
  };

  return {
    expectBudget: async (alias) => {
      const { dailyBudget, currency } = budget();
      if (dailyBudget <= 0 || !hasPrices(alias)) return;
      const spent = await spentOn(localDay(now()));
      if (budgetState(spent, dailyBudget) === "exceeded")
        throw new AppError("BUDGET_EXCEEDED", { details: { spent, daily: dailyBudget, currency } });
    },
    record: async (model, { inputTokens, outputTokens, cost }) => {
      const day = localDay(now());
      await database
        .insertInto("model_usage")
        .values({ day, model, calls: 1, input_tokens: inputTokens, output_tokens: outputTokens, cost })
        .onConflict((conflict) =>
          conflict.columns(["day", "model"]).doUpdateSet({
            calls: sql`calls + 1`,
            input_tokens: sql`input_tokens + excluded.input_tokens`,
            output_tokens: sql`output_tokens + excluded.output_tokens`,
            // Null plus a number is null in SQL: a price that was set at noon counts from noon.
            cost: sql`coalesce(cost + excluded.cost, cost, excluded.cost)`,
          }),
        )
        .execute();
      if (cost !== null) await tellBudget(day);
    },
    report: async (days) => {
      const today = localDay(now());
      const begin = new Date(now());
      // By the calendar: a day of a changing clock has 23 or 25 hours.
      begin.setDate(begin.getDate() - (days - 1));
      const rows = await database
        .selectFrom("model_usage")
        .selectAll()
        .where("day", ">=", localDay(begin.getTime()))
        .orderBy("day", "desc")
        .orderBy("model")
        .execute();
      const list = rows.map(({ day, model, calls, input_tokens, output_tokens, cost }) => ({
        day,
        model,
        calls,
        inputTokens: input_tokens,
        outputTokens: output_tokens,
        cost,
      }));
      const { dailyBudget, currency } = budget();
      const todays = list.filter(({ day }) => day === today).reduce(addUsage, noUsage);
      return {
        currency,
        today: { inputTokens: todays.inputTokens, outputTokens: todays.outputTokens, cost: todays.cost },
        budget: { daily: dailyBudget, state: budgetState(todays.cost ?? 0, dailyBudget) },
        days: list,
      };
    },
  };
}
