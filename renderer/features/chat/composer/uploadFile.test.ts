import { describe, expect, it } from "vitest";
import type { Attachment } from "#shared/contract/chatMessages.ts";
import { type UploadPiece, uploadFile } from "./uploadFile.ts";

const done: Attachment = { id: "a", name: "n", mediaType: "text/plain", bytes: 0 };

describe("an upload", () => {
  it("arrives whole, in pieces that fit, with its progress", async () => {
    const bytes = Uint8Array.from({ length: 900_000 }, (_, place) => place % 251);
    const pieces: UploadPiece[] = [];
    const shares: number[] = [];
    await uploadFile(
      { id: "a", mediaType: "text/plain", file: new File([bytes], "big.txt") },
      async (piece) => {
        pieces.push(piece);
        return done;
      },
      (share) => shares.push(share),
      new AbortController().signal,
    );
    expect(pieces.map(({ offset, isLast }) => [offset, isLast])).toEqual([
      [0, false],
      [393_216, false],
      [786_432, true],
    ]);
    expect(Buffer.concat(pieces.map(({ data }) => Buffer.from(data, "base64"))).equals(bytes)).toBe(true);
    expect(shares.at(-1)).toBe(1);
  });

  it("stops between pieces when it is cancelled", async () => {
    const abort = new AbortController();
    let sent = 0;
    const upload = uploadFile(
      { id: "a", mediaType: "text/plain", file: new File([new Uint8Array(900_000)], "big.txt") },
      async () => {
        sent += 1;
        abort.abort(new Error("cancelled"));
        return done;
      },
      () => {},
      abort.signal,
    );
    await expect(upload).rejects.toThrow("cancelled");
    expect(sent).toBe(1);
  });
});
