import type { z } from "zod";
import {
  type ConfigurationValues,
  configurationSchema,
  configurationVersion,
} from "#shared/configuration/configurationSchema.ts";
import { type ConfigurationMigration, configurationMigrations } from "./migrations.ts";

/** What a configuration is: the product's own, or a small one in a test. */
export interface ConfigurationDefinition<Values = ConfigurationValues> {
  readonly schema: z.ZodType<Values>;
  readonly version: number;
  readonly migrations: readonly ConfigurationMigration[];
}

/** The product's own. */
export const productConfiguration: ConfigurationDefinition = {
  schema: configurationSchema,
  version: configurationVersion,
  migrations: configurationMigrations,
};
