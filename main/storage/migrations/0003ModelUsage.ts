import type { Migration } from "./migration.ts";

export const createModelUsage: Migration = {
  number: 3,
  name: "model-usage",
  run: (execute) => {
    execute(`
      CREATE TABLE model_usage (
        day TEXT NOT NULL,
        model TEXT NOT NULL,
        calls INTEGER NOT NULL,
        input_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL,
        cost REAL,
        PRIMARY KEY (day, model)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE model_budget_notices (
        day TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('warning', 'exceeded')),
        PRIMARY KEY (day, state)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
