import { z } from "zod";

/** A yes or no that may also stand in an address, as `true` or `false`: `z.coerce.boolean` takes the text `false` for true. */
export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
