import { randomUUID } from "node:crypto";
import { type Connection, connect } from "#main/commandLine/client.ts";
import type { Client } from "#shared/contract/contract.ts";
import type { Host } from "../hosts/host.ts";
import { patiently } from "./patiently.ts";
import { createTokenCheck, type TokenCheck } from "./tokenCheck.ts";

/** A link to a Quarterdeck host that may do everything. */
export async function connectChat({ address }: Pick<Host, "address">): Promise<Connection> {
  if (address.kind !== "quarterdeck") throw new Error("Only Quarterdeck itself has chats");
  return await connect(address);
}

/** Makes the paced model the one that answers. */
export async function answerWith(client: Client, baseUrl: string): Promise<void> {
  await client.settings.update({
    changes: {
      "models.providers": [{ kind: "openai-compatible", key: "paced", name: "Paced", baseUrl }],
      "models.aliases": [{ key: "paced", name: "Paced", provider: "paced", model: "paced" }],
      "models.default": "paced",
    },
  });
}

export interface Answer {
  readonly check: TokenCheck;
  readonly sentAt: number;
  readonly firstTokenAt: number;
}

/** Sends one message and follows its answer to the end. */
export async function converse(client: Client, conversation: string): Promise<Answer> {
  const abort = new AbortController();
  const events = await patiently(() => client.chat.follow({ id: conversation }, { signal: abort.signal }));
  const message = randomUUID();
  let sentAt = Number.NaN;
  let sending: Promise<unknown> | null = null;
  let firstTokenAt = Number.NaN;
  const check = createTokenCheck();
  try {
    for await (const event of events) {
      if (sending === null) {
        sentAt = performance.now();
        sending = patiently(() => client.chat.send({ id: conversation, message, text: "Count." }));
      }
      if (event.kind === "text" && event.partKind === "text") {
        check.add(event.from, event.text);
        if (Number.isNaN(firstTokenAt)) firstTokenAt = performance.now();
      }
      if (event.kind === "message" && event.message.role === "assistant" && event.message.parent === message) {
        const { state, parts, error } = event.message;
        for (const part of parts) if (part.kind === "text") check.add(0, part.text);
        if (state === "failed") throw new Error(`The answer failed: ${error?.message}`);
        if (state === "done") break;
      }
    }
    await sending;
    return { check, sentAt, firstTokenAt };
  } finally {
    abort.abort();
  }
}
