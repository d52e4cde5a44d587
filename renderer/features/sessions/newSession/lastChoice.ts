import { z } from "zod";

const key = "quarterdeck.sessions.lastChoice";
const lastChoice = z.object({
  tool: z.string().nullable().catch(null),
  folder: z.string().catch(""),
  lines: z.record(z.string(), z.string()).catch({}),
});

/** What was chosen last: the tool, the folder, and the line of arguments of each tool. Environment values may be secrets and are not kept. */
export type LastChoice = z.infer<typeof lastChoice>;

/** The last choice; nothing chosen if there is none or it cannot be read. */
export function loadLastChoice(storage: Storage | null): LastChoice {
  const nothing: LastChoice = { tool: null, folder: "", lines: {} };
  try {
    const found = lastChoice.safeParse(JSON.parse(storage?.getItem(key) ?? "null"));
    return found.success ? found.data : nothing;
  } catch {
    // Not JSON: as good as nothing.
    return nothing;
  }
}

export function saveLastChoice(storage: Storage | null, choice: LastChoice): void {
  storage?.setItem(key, JSON.stringify(choice));
}
