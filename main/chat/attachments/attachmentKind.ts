/** The largest file whose text is put into a message, in bytes: about 150,000 tokens, more than most windows. */
export const textBytes = 512 * 1024;

const signatures: readonly { readonly type: string; readonly bytes: readonly (number | null)[] }[] = [
  { type: "image/png", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", bytes: [0xff, 0xd8, 0xff] },
  { type: "image/gif", bytes: [0x47, 0x49, 0x46, 0x38] },
  // RIFF, four bytes of size, WEBP.
  { type: "image/webp", bytes: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50] },
];

/** The type of an image by its first bytes (what a client says is not believed); null if it is none that models read. */
export function imageType(content: Uint8Array): string | null {
  const found = signatures.find(({ bytes }) => bytes.every((byte, at) => byte === null || content[at] === byte));
  return found?.type ?? null;
}

/** The text of a file in UTF-8, without its byte order mark; null where it is none. */
export function textOfFile(content: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
