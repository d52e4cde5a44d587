import { z } from "zod";

/** Of one server. Models are given every tool with every question: hundreds already cost more than they help. */
export const toolLimits = {
  tools: 500,
  pages: 100,
  nameLength: 512,
  descriptionLength: 4000,
  schemaLength: 32_768,
  /** Of all its schemas together. */
  schemasLength: 1_048_576,
} as const;

/** A tool as its server describes it. */
export interface ListedTool {
  /** What the server calls it. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface ToolList {
  readonly tools: readonly ListedTool[];
  /** Tools that could not be taken: beyond the limits, or malformed. */
  readonly leftOut: number;
}

/** A page, its tools not looked at: one malformed tool must not hide the others. */
export const toolPage = z.object({ tools: z.array(z.unknown()), nextCursor: z.string().max(8192).optional() });
type ToolPage = z.infer<typeof toolPage>;

const listedTool = z.object({
  name: z.string().min(1).max(toolLimits.nameLength),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.looseObject({ type: z.literal("object") }),
});

/** Reads the pages of a list until its end or a limit. */
export async function readToolList(readPage: (cursor: string | undefined) => Promise<ToolPage>): Promise<ToolList> {
  const tools: ListedTool[] = [];
  let leftOut = 0;
  let room: number = toolLimits.schemasLength;
  let cursor: string | undefined;
  for (let pages = 0; pages < toolLimits.pages; pages += 1) {
    const page = await readPage(cursor);
    for (const given of page.tools) {
      const { data } = listedTool.safeParse(given);
      const length = data ? JSON.stringify(data.inputSchema).length : 0;
      if (!data || tools.length >= toolLimits.tools || length > toolLimits.schemaLength || length > room) {
        leftOut += 1;
        continue;
      }
      room -= length;
      const { name, inputSchema, description = data.title ?? "" } = data;
      tools.push({ name, inputSchema, description: description.slice(0, toolLimits.descriptionLength) });
    }
    // A server that has more than we take need not send it.
    if (page.nextCursor === undefined || tools.length >= toolLimits.tools) break;
    cursor = page.nextCursor;
  }
  return { tools, leftOut };
}
