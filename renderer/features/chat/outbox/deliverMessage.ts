import type { Message } from "#shared/contract/chatMessages.ts";
import type { Connection } from "../../../connection/connection.ts";
import type { RetryListeners } from "../../../connection/errorRecoveryManager.ts";
import type { UnsentMessage } from "./outboxState.ts";
import { repeatable } from "./repeatable.ts";

/** Brings a message to the server, its conversation first where that does not exist yet. Both carry their ids: again does no harm. */
export async function deliverMessage(
  connection: Pick<Connection, "call">,
  { id, conversation, begins, text, attachments, parent }: UnsentMessage,
  listeners: Pick<RetryListeners<unknown>, "label" | "onRetry">,
): Promise<Message> {
  if (begins) {
    const start = {
      id: conversation,
      ...(begins.model === null ? {} : { model: begins.model }),
      ...(begins.systemPrompt === "" ? {} : { systemPrompt: begins.systemPrompt }),
    };
    await connection.call(
      deliveryTask(id),
      (client, signal) => repeatable(client.chat.create(start, { signal })),
      listeners,
    );
  }
  const sent = {
    id: conversation,
    message: id,
    text,
    attachments: attachments.map((attachment) => attachment.id),
    ...(parent === undefined ? {} : { parent }),
  };
  return await connection.call(
    deliveryTask(id),
    (client, signal) => repeatable(client.chat.send(sent, { signal })),
    listeners,
  );
}

/** The name of the task, by which it can be cancelled. */
export function deliveryTask(id: string): string {
  return `chat.send:${id}`;
}
