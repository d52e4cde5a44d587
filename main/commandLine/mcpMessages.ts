import { z } from "zod";
import { createLines } from "../mcp/client/lines.ts";

/** As far as carrying it needs to know a message of JSON-RPC; the rest is passed on as it is. */
const message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
});
export type Message = z.infer<typeof message>;

/** Of one message in an answer, in bytes. */
const maximumAnswerBytes = 16 * 1_048_576;

/** The message that a line holds; null if it holds none. */
export function messageIn(line: string): Message | null {
  return message.safeParse(jsonIn(line)).data ?? null;
}

/** The messages of an answer: one as JSON, or any number as events (server-sent events, as our endpoint writes them). */
export async function* answersOf(response: Response): AsyncGenerator<Message> {
  if (response.headers.get("content-type")?.includes("text/event-stream") !== true) {
    const text = await response.text();
    if (text !== "") yield message.parse(JSON.parse(text));
    return;
  }
  if (!response.body) return;
  const lines = createLines(maximumAnswerBytes);
  for await (const piece of response.body) {
    for (const line of lines.take(piece)) {
      const data = /^data: ?(.+)$/.exec(line)?.[1];
      if (data !== undefined) yield message.parse(JSON.parse(data));
    }
  }
}

/** An answer that says that there is none. */
export function failure(id: string | number | null, text: string, code = -32_000): object {
  return { jsonrpc: "2.0", id, error: { code, message: text } };
}

const refusal = z.union([
  z.object({ userMessage: z.string() }).transform(({ userMessage }) => userMessage),
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
]);

/** What an error of ours or of the protocol says for people; anything else as it is. */
export function refusalIn(text: string): string {
  return refusal.safeParse(jsonIn(text)).data ?? text;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
