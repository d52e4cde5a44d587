import type { Message, MessagePart } from "#shared/contract/chatMessages.ts";
import type { Piece, PieceSource, PieceWriter } from "../checkpoints/pieceWriter.ts";
import { addText, type TextKind } from "../store/parts.ts";

/**
 * An answer while it is given. `shown` is what is on disk and may be seen; text that came since waits for the writer. A failure to
 * write ends the turn: it comes out of `settle` and is told to `onFailure`.
 */
export class LiveMessage implements PieceSource {
  #shown: Message;
  #waiting: Piece[] = [];
  /** Half of a character of two units: the other half comes with the next piece; alone no database can hold it. */
  #half = "";
  #failure: { readonly error: unknown } | null = null;
  #isFirst = true;
  /** The part that text was written to last, or the last one. */
  #tail: ReturnType<typeof tailOf>;
  /** Of text and reasoning, in UTF-16 units. */
  #length = 0;
  readonly #writer: PieceWriter;
  readonly #onShown: () => void;
  readonly #onFailure: (error: unknown) => void;

  constructor(
    message: Message,
    writer: PieceWriter,
    told: { readonly onShown: () => void; readonly onFailure: (error: unknown) => void },
  ) {
    this.#shown = message;
    this.#tail = tailOf(message.parts);
    this.#writer = writer;
    this.#onShown = told.onShown;
    this.#onFailure = told.onFailure;
  }

  get shown(): Message {
    return this.#shown;
  }

  get length(): number {
    return this.#length;
  }

  /** What changes beside the text; the caller has written it, or need not. */
  change(change: Partial<Message>): void {
    this.#shown = { ...this.#shown, ...change };
    if (change.parts) this.#tail = tailOf(change.parts);
  }

  write(kind: TextKind, piece: string): void {
    const text = this.#half + piece;
    const last = text.charCodeAt(text.length - 1);
    this.#half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : "";
    const whole = (this.#half === "" ? text : text.slice(0, -1)).toWellFormed();
    if (whole === "") return;
    this.#length += whole.length;
    if (this.#tail.kind !== kind) this.#tail = { kind, part: this.#tail.part + 1 };
    const { part } = this.#tail;
    const before = this.#waiting.at(-1);
    if (before?.part === part) this.#waiting[this.#waiting.length - 1] = { ...before, text: before.text + whole };
    else this.#waiting.push({ message: this.#shown.id, part, kind, text: whole });
    this.#writer.request(this, this.#isFirst);
    this.#isFirst = false;
  }

  /** Everything that was said so far is on disk and shown. Throws if it could not be written. */
  async settle(): Promise<void> {
    this.#half = "";
    // At least once: what was taken may be on its way still.
    do await this.#writer.flush();
    while (this.#waiting.length > 0 && !this.#failure);
    if (this.#failure) throw this.#failure.error;
  }

  /** The next text is waited for again: it is written at once. */
  expectFirst(): void {
    this.#isFirst = true;
  }

  take(): Piece[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  written(pieces: readonly Piece[]): void {
    let { parts } = this.#shown;
    for (const { part, kind, text } of pieces) parts = addText(parts, part, kind, text);
    this.#shown = { ...this.#shown, parts };
    this.#onShown();
  }

  failed(error: unknown): void {
    this.#failure ??= { error };
    this.#onFailure(error);
  }
}

function tailOf(parts: readonly MessagePart[]): { readonly kind: MessagePart["kind"] | null; readonly part: number } {
  return { kind: parts.at(-1)?.kind ?? null, part: parts.length - 1 };
}
