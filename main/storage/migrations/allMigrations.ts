import { createSessions } from "./0001Sessions.ts";
import { createPhonesAndAttention } from "./0002PhonesAndAttention.ts";
import { createModelUsage } from "./0003ModelUsage.ts";
import { createChat } from "./0004Chat.ts";
import type { Migration } from "./migration.ts";

/** In order. The database's version is the number of the last one. */
export const allMigrations: readonly Migration[] = [
  createSessions,
  createPhonesAndAttention,
  createModelUsage,
  createChat,
];
