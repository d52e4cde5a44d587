import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { mutation, query } from "./procedure.ts";

/** A setting is named by its path in the configuration, as in `sessions.maximum`. */
const settingPath = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/);

/** Where a value in force comes from; what comes from the environment or the command line cannot be changed here. */
export const settingSource = z.enum(["default", "file", "environment", "command-line"]);

export const settings = z.object({
  /** Every setting by its path, as the sources are. */
  values: z.record(z.string(), z.unknown()),
  sources: z.record(z.string(), settingSource),
  /** Paths whose change takes effect at the next start. */
  pendingRestart: z.array(z.string()),
});
export type Settings = z.infer<typeof settings>;

export const settingsContract = {
  /** The configuration's JSON Schema (draft 2020-12) with descriptions in both languages, for a generated page. */
  schema: query("admin")
    .route({ method: "GET", path: "/settings/schema", summary: "The configuration's schema" })
    .output(z.record(z.string(), z.unknown())),
  get: query("watch")
    .route({ method: "GET", path: "/settings", summary: "The configuration in force" })
    .output(settings),
  changes: query("watch")
    .route({ method: "GET", path: "/settings/changes", summary: "The configuration in force now and at every change" })
    .output(eventIterator(settings)),
  update: mutation("admin", ["CONFIGURATION_INVALID", "STORAGE_FAILED"])
    .route({ method: "PATCH", path: "/settings", summary: "Change settings; all or none" })
    .input(z.object({ changes: z.record(settingPath, z.unknown()) }))
    .output(settings),
};
