import { writeSync } from "node:fs";
import { caller, newId, openChatBench, tool } from "./chatTestKit.ts";

// Run as a process of its own by survival.test.ts, which kills it: a model that talks without end, and says so when it is shown.
const folder = process.argv[2] ?? "";
const isTool = process.argv[3] === "tool";
const slow = tool("app.slow", () => new Promise(() => {}));
const bench = await openChatBench({
  folder,
  tools: [slow],
  script: async function* () {
    for (let number = 0; !isTool || number < 3; number += 1) {
      yield { kind: "text", text: `${number},` };
      await new Promise((resolve) => setImmediate(resolve));
    }
    yield { kind: "tool-call", call: { id: "a", tool: "app.slow", arguments: "{}" } };
    yield { kind: "finished", reason: "tool-calls", usage: { inputTokens: 1, outputTokens: 1, cost: null } };
  },
});
const { id } = await bench.chat.create({}, caller);
await bench.chat.send({ id, message: newId(), text: "Count", attachments: [] }, caller);
let text = "";
for await (const event of bench.chat.follow({ id })) {
  if (event.kind === "text") text += event.text;
  else if (event.kind === "snapshot" || event.kind === "message") {
    const messages = event.kind === "snapshot" ? event.messages : [event.message];
    for (const part of messages.at(-1)?.role === "assistant" ? (messages.at(-1)?.parts ?? []) : []) {
      if (part.kind === "text") text = part.text;
      if (part.kind === "tool-call" && part.state === "running") writeSync(1, `${JSON.stringify({ id, text })}\n`);
    }
  }
  if (!isTool) writeSync(1, `${JSON.stringify({ id, text })}\n`);
}
