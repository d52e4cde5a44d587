import type { Message } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelInput } from "../../models/contract.ts";
import { imageType, textOfFile } from "./attachmentKind.ts";
import type { AttachmentStore } from "./attachmentStore.ts";

/** A user message as a model takes it: images as data, files as text under their name, then what was written. Throws ATTACHMENT_INVALID. */
export async function readInputs(store: Pick<AttachmentStore, "content">, message: Message): Promise<ModelInput[]> {
  const inputs: ModelInput[] = [];
  for (const part of message.parts) {
    if (part.kind === "text") inputs.push({ kind: "text", text: part.text });
    if (part.kind !== "attachment") continue;
    const data = await store.content(part.attachment.id);
    const mediaType = imageType(data);
    if (mediaType !== null) inputs.push({ kind: "image", mediaType, data });
    else inputs.push({ kind: "text", text: fileText(part.attachment.name, data) });
  }
  return inputs;
}

function fileText(name: string, data: Uint8Array): string {
  const text = textOfFile(data);
  if (text === null) throw new AppError("ATTACHMENT_INVALID", { details: { reason: name } });
  return `File "${name}":\n\n${text}`;
}
