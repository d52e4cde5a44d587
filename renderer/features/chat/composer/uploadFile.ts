import { type Attachment, chatLimits } from "#shared/contract/chatMessages.ts";
import { toBase64 } from "./readAttachment.ts";

export interface UploadPiece {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly offset: number;
  readonly data: string;
  readonly isLast: boolean;
}

/**
 * Sends a file piece by piece, one after the other; `send` repeats a piece that failed, which does no harm. `onProgress` is told the share
 * from 0 to 1. Rejects as `send` does, and with the signal's reason.
 */
export async function uploadFile(
  { id, mediaType, file }: { readonly id: string; readonly mediaType: string; readonly file: File },
  send: (piece: UploadPiece) => Promise<Attachment>,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  const name = file.name.slice(-255);
  for (let offset = 0; ; ) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(offset, offset + chatLimits.pieceBytes).arrayBuffer());
    const end = offset + bytes.length;
    const isLast = end >= file.size;
    const attachment = await send({ id, name, mediaType, offset, data: toBase64([bytes]), isLast });
    onProgress(file.size === 0 ? 1 : end / file.size);
    if (isLast) return attachment;
    offset = end;
  }
}
