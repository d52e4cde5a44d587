import { z } from "zod";

/** What a conversation keeps of one result (shared/contract/chat.ts), in UTF-16 units. */
export const maximumResultLength = 100_000;
/** More parts than any tool has a use for. */
const maximumParts = 1000;

const resource = z.object({
  uri: z.string(),
  mimeType: z.string().optional(),
  text: z.string().optional(),
  blob: z.string().optional(),
});

/** The parts of the protocol's revision 2025-11-25; what is newer is named, not shown. */
const part = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.enum(["image", "audio"]), data: z.string(), mimeType: z.string() }),
  z.object({ type: z.literal("resource"), resource }),
  z.object({ type: z.literal("resource_link"), uri: z.string(), name: z.string().optional() }),
  z.object({ type: z.string() }),
]);
type Part = z.infer<typeof part>;

/** A `tools/call` result, read as leniently as possible: a part that is not understood does not hide the others. */
export const toolResult = z.object({
  content: z.array(z.unknown()).optional(),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});

/** What a model is told: texts as they are, everything else described, cut with a note to 100,000 characters. */
export function textOfResult({ content = [], structuredContent }: z.infer<typeof toolResult>): string {
  const texts = content.slice(0, maximumParts).map((given) => {
    const { data } = part.safeParse(given);
    return data ? textOfPart(data) : "[a part that is not valid]";
  });
  if (content.length > maximumParts) texts.push(`[${content.length - maximumParts} more parts]`);
  // By the protocol a server repeats it as text; where it does not, it is all there is.
  if (texts.length === 0 && structuredContent !== undefined) texts.push(JSON.stringify(structuredContent));
  return bounded(texts.join("\n"));
}

function textOfPart(given: Part): string {
  if ("text" in given) return given.text;
  if ("data" in given) return `[${given.type} ${given.mimeType}, ${kilobytesOf(given.data)}: cannot be shown here]`;
  if ("resource" in given) {
    const { uri, mimeType = "unknown type", text, blob = "" } = given.resource;
    return text === undefined
      ? `[resource ${uri}, ${mimeType}, ${kilobytesOf(blob)}: cannot be shown here]`
      : `[resource ${uri}]\n${text}`;
  }
  if ("uri" in given) return `[link to a resource: ${given.name ?? ""} ${given.uri}]`;
  return `[${given.type.slice(0, 40)}: cannot be shown here]`;
}

/** Of base64. */
function kilobytesOf(data: string): string {
  return `${Math.ceil((data.length * 3) / 4 / 1024)} kB`;
}

function bounded(text: string): string {
  if (text.length <= maximumResultLength) return text;
  const room = maximumResultLength - 60;
  const kept = text.slice(0, room).replace(/[\ud800-\udbff]$/, "");
  return `${kept}\n[cut: ${text.length - kept.length} more characters]`;
}
