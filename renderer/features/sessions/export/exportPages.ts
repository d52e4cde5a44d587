import type { ExportFormat } from "#shared/contract/history.ts";

export interface ExportPage {
  /** base64 */
  readonly data: string;
  readonly next: number | null;
  readonly fileName: string;
}

export interface ExportRequest {
  readonly format: ExportFormat;
  /** The bytes kept, for the progress: exporting goes from the first to the end. */
  readonly firstOffset: number;
  readonly endOffset: number;
}

export interface ExportedFile {
  readonly fileName: string;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Reads a history page by page until its end. `onProgress` gets a part from 0 to 1. Stops with the signal's reason as soon as it
 * fires. A page is fetched again on its own where that may help (`fetchPage` retries), so nothing is read twice into the file.
 */
export async function exportPages(
  request: ExportRequest,
  fetchPage: (cursor: number) => Promise<ExportPage>,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let cursor = 0; ; ) {
    const page = await fetchPage(cursor);
    signal.throwIfAborted();
    if (page.data !== "") parts.push(fromBase64(page.data));
    if (page.next === null) {
      onProgress(1);
      return { fileName: page.fileName, parts };
    }
    if (page.next <= cursor) throw new Error("The export does not move on.");
    cursor = page.next;
    const total = Math.max(request.endOffset - request.firstOffset, 1);
    onProgress(Math.min(Math.max((cursor - request.firstOffset) / total, 0), 1));
  }
}

/** base64 as the server sends bytes inside JSON. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  text: "text/plain;charset=utf-8",
  ansi: "text/plain;charset=utf-8",
  asciicast: "application/x-asciicast",
};

/** Offers the file to the person as a download. */
export function download(file: ExportedFile, format: ExportFormat): void {
  const address = URL.createObjectURL(new Blob([...file.parts], { type: mediaTypes[format] }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file.fileName;
  link.click();
  // The download has its own hold on the blob once the click returned.
  URL.revokeObjectURL(address);
}
