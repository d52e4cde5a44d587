import type { Client } from "#shared/contract/contract.ts";

/** An attachment whole, piece by piece. */
export async function readAttachment(
  client: Client,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly pieces: Uint8Array<ArrayBuffer>[]; readonly base64: string }> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: { readonly data: string; readonly next: number | null } = await client.chat.download(
      { id, offset },
      { signal },
    );
    pieces.push(Uint8Array.from(atob(piece.data), (character) => character.charCodeAt(0)));
    offset = piece.next;
  }
  return { pieces, base64: toBase64(pieces) };
}

/** Base64 of pieces as one: each piece's own would be padded in between. */
export function toBase64(pieces: readonly Uint8Array[]): string {
  let binary = "";
  // As arguments of one call the bytes of a whole piece would overflow the stack.
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += 8192) binary += String.fromCharCode(...piece.subarray(at, at + 8192));
  return btoa(binary);
}
