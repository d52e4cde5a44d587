import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { type Attachment, chatLimits } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import { toStorageError } from "../../storage/storageError.ts";
import type { Tables } from "../../storage/tables.ts";
import type { Chat } from "../contract.ts";
import type { Exclusively } from "../exclusively.ts";
import { chatText, type Language } from "../texts.ts";
import { imageType, textBytes, textOfFile } from "./attachmentKind.ts";

export interface AttachmentStoreDeps {
  readonly database: Kysely<Tables>;
  /** One file an attachment, named by its id. */
  readonly folder: string;
  readonly exclusively: Exclusively;
  readonly language: () => Language;
  readonly now: () => number;
}

/** An upload that no message refers to is given up after this, in milliseconds: a draft may lie over night. */
const abandonedMs = 24 * 3_600_000;

type Upload = Parameters<Chat["upload"]>[0];
type Row = Tables["attachments"];

/** The files that messages refer to. A file goes when nothing refers to it any more. */
export class AttachmentStore {
  readonly #deps: AttachmentStoreDeps;

  constructor(deps: AttachmentStoreDeps) {
    this.#deps = deps;
  }

  /** Takes one piece. Repeating one is harmless; a gap is not. Throws ATTACHMENT_INVALID, DISK_FULL, STORAGE_FAILED. */
  upload(piece: Upload): Promise<Attachment> {
    return this.#deps.exclusively.run(`attachment ${piece.id}`, () => this.#upload(piece));
  }

  /** Those that were uploaded to their end, in this order. Throws ATTACHMENT_INVALID. */
  async complete(ids: readonly string[]): Promise<Attachment[]> {
    const found = await Promise.all([...new Set(ids)].map((id) => this.#row(id)));
    return found.map((row) => (row?.is_complete === 1 ? toAttachment(row) : this.#refuse("attachmentUnknown")));
  }

  /** Throws ATTACHMENT_INVALID. */
  async content(id: string): Promise<Buffer> {
    try {
      return await readFile(this.#file(id));
    } catch (error) {
      if (isMissing(error)) return this.#refuse("attachmentUnknown");
      throw toStorageError(error, "reading an attachment");
    }
  }

  async download({ id, offset }: { readonly id: string; readonly offset: number }) {
    const [attachment] = await this.complete([id]);
    if (!attachment) return this.#refuse("attachmentUnknown");
    const piece = (await this.content(id)).subarray(offset, offset + chatLimits.pieceBytes);
    const next = offset + piece.length;
    return { attachment, data: piece.toString("base64"), next: next < attachment.bytes ? next : null };
  }

  /** Deletes what no message refers to and nobody will send any more. */
  async sweep(): Promise<void> {
    const { database, now } = this.#deps;
    const unused = await database
      .selectFrom("attachments")
      .select("id")
      .where("created_at", "<", now() - abandonedMs)
      .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM attachment_uses WHERE attachment = attachments.id)`)
      .execute();
    for (const { id } of unused) await this.#deps.exclusively.run(`attachment ${id}`, () => this.#delete(id));
  }

  /** Deletes those of these that no message refers to. */
  async release(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#deps.exclusively.run(`attachment ${id}`, () => this.#delete(id));
  }

  async #upload({ id, name, mediaType, offset, data, isLast }: Upload): Promise<Attachment> {
    const known = await this.#row(id);
    if (known?.is_complete === 1) return known.name === name ? toAttachment(known) : this.#refuse("attachmentOther");
    const content = Buffer.from(data, "base64");
    if (content.length > chatLimits.pieceBytes || offset + content.length > chatLimits.attachmentBytes)
      return this.#refuse("attachmentLarge", { megabytes: chatLimits.attachmentBytes / 1024 / 1024 });
    if (offset > (known ? await this.#size(id) : 0)) return this.#refuse("attachmentGap");
    const { database, now } = this.#deps;
    const row: Row = { id, name, media_type: mediaType, bytes: 0, is_complete: 0, created_at: now() };
    // Before the file: what crashes in between leaves a row that is swept, never a file that nobody knows.
    if (!known) await database.insertInto("attachments").values(row).execute();
    await this.#write(id, content, offset);
    if (!isLast) return { id, name, mediaType, bytes: offset + content.length };
    return await this.#complete(row);
  }

  async #complete({ id, name, media_type }: Row): Promise<Attachment> {
    const content = await this.content(id);
    const mediaType = imageType(content) ?? (textOfFile(content) === null ? null : textType(media_type));
    const isTooLong = mediaType !== null && !mediaType.startsWith("image/") && content.length > textBytes;
    if (mediaType === null || isTooLong) {
      await this.#delete(id);
      return isTooLong
        ? this.#refuse("fileTextLarge", { kilobytes: textBytes / 1024 })
        : this.#refuse("attachmentKind");
    }
    const change = { name, media_type: mediaType, bytes: content.length, is_complete: 1 };
    await this.#deps.database.updateTable("attachments").set(change).where("id", "=", id).execute();
    return { id, name, mediaType, bytes: content.length };
  }

  async #write(id: string, content: Uint8Array, offset: number): Promise<void> {
    try {
      await mkdir(this.#deps.folder, { recursive: true, mode: 0o700 });
      // Made where it is not there, never emptied where it is.
      await using file = await open(this.#file(id), offset === 0 ? "w" : "r+", 0o600);
      await file.write(content, 0, content.length, offset);
      await file.datasync();
    } catch (error) {
      throw toStorageError(error, "writing an attachment");
    }
  }

  async #size(id: string): Promise<number> {
    try {
      return (await stat(this.#file(id))).size;
    } catch (error) {
      if (isMissing(error)) return 0;
      throw toStorageError(error, "reading an attachment");
    }
  }

  async #delete(id: string): Promise<void> {
    const { numDeletedRows } = await this.#deps.database
      .deleteFrom("attachments")
      .where("id", "=", id)
      .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM attachment_uses WHERE attachment = attachments.id)`)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await rm(this.#file(id), { force: true });
  }

  async #row(id: string): Promise<Row | undefined> {
    return await this.#deps.database.selectFrom("attachments").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** The id has passed the contract's schema, or comes from the database. */
  #file(id: string): string {
    return join(this.#deps.folder, id);
  }

  #refuse(reason: Parameters<typeof chatText>[1], values: Readonly<Record<string, number>> = {}): never {
    throw new AppError("ATTACHMENT_INVALID", { details: { reason: chatText(this.#deps.language(), reason, values) } });
  }
}

/** A text file stays what the client calls it, if it calls it some text; it is never believed to be an image. */
function textType(claimed: string): string {
  return /^(text\/[\w.+-]+|application\/[\w.+-]+)$/.test(claimed) && claimed !== "application/octet-stream"
    ? claimed
    : "text/plain";
}

function toAttachment({ id, name, media_type, bytes }: Row): Attachment {
  return { id, name, mediaType: media_type, bytes };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
