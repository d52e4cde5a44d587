import { z } from "zod";
import { environmentValue } from "../configuration/secretReference.ts";
import { flag } from "./flag.ts";
import { query } from "./procedure.ts";

/** The key of a tool in the catalogue: lower case, never starting with a dash. */
export const toolKey = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, "a tool key has 1 to 50 letters, digits, - or _");

export const environmentAdditions = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/), environmentValue)
  .refine((additions) => Object.keys(additions).length <= 100, "at most 100 variables");

export const argumentList = z
  .array(
    z
      .string()
      .max(8192)
      .refine((value) => !value.includes("\0"), "no NUL"),
  )
  .max(200);

/** A tool as the catalogue knows it and as found on this machine. */
export const tool = z.object({
  key: toolKey,
  name: z.string().min(1).max(80),
  description: z.string().max(300),
  command: z.string().min(1).max(1024),
  arguments: argumentList,
  /** One or two characters shown where there is room for no more. */
  icon: z.string().max(8),
  color: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
  source: z.enum(["built-in", "user"]),
  /** Where the executable was found; null if it is not on the PATH. */
  executable: z.string().nullable(),
  /** The first version-like word the tool printed; null if unknown or not asked yet. */
  version: z.string().nullable(),
  /** How to install it: a command to copy, or a page to read. */
  install: z.object({ command: z.string().nullable(), page: z.string().nullable() }),
});
export type Tool = z.infer<typeof tool>;

export const toolsContract = {
  list: query("watch")
    .route({ method: "GET", path: "/tools", summary: "The tool catalogue, with what is installed here" })
    .input(z.object({ refresh: flag.optional() }).optional())
    .output(z.array(tool)),
};
