import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import type { Session, TerminalSize } from "#shared/contract/sessions.ts";
import { isMissing, type Segment, segmentAt, segmentPath } from "../history/segments.ts";
import type { Snapshot } from "../screen/protocol.ts";
import { RecentOutput } from "./recentOutput.ts";
import { SizeHistory } from "./sizeHistory.ts";
import { Viewer, type ViewerOptions, type ViewerSource } from "./viewer.ts";

export interface AudienceOptions {
  /** Where the session's history lies. */
  readonly folder: string;
  /** What of it is there now. */
  segments(): readonly Segment[];
  readonly endOffset: number;
  readonly size: TerminalSize;
  snapshot(atLeast: number): Promise<Snapshot>;
  /** Somebody came, left or drives. */
  onChanged(): void;
  /** The driver wants this size. */
  onSize(size: TerminalSize): void;
  onTrouble(message: string, error: unknown): void;
}

/** Who watches a session, who of them drives it, and the output that goes to them. */
export class Audience implements ViewerSource {
  readonly #options: AudienceOptions;
  readonly #recent = new RecentOutput();
  readonly #viewers = new Map<string, Viewer>();
  #driver: Session["driver"] = null;
  #endOffset: number;
  readonly sizes: SizeHistory;

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#endOffset = options.endOffset;
    this.sizes = new SizeHistory({ offset: options.endOffset, ...options.size });
  }

  get endOffset(): number {
    return this.#endOffset;
  }

  get count(): number {
    return this.#viewers.size;
  }

  get driver(): Session["driver"] {
    return this.#driver;
  }

  /** Adds a viewer; it is sent the screen or what it missed. The first one that brings a size drives if nobody does. */
  watch(options: Omit<ViewerOptions, "onTrouble">, label: string, size: TerminalSize | undefined): string {
    const id = randomUUID();
    const viewer = new Viewer(this, {
      ...options,
      onTrouble: (error) => {
        this.#options.onTrouble("A viewer could not be served", error);
        this.#tellEnd(viewer);
        this.leave(id);
      },
    });
    // Before it is told of anything: it would begin to read at 0 beside the start that it is about to make.
    if (size && !this.#driver) this.drive(id, label, size);
    this.#viewers.set(id, viewer);
    viewer.start();
    this.#options.onChanged();
    return id;
  }

  viewer(id: string): Viewer | undefined {
    return this.#viewers.get(id);
  }

  leave(id: string): void {
    this.#viewers.get(id)?.close();
    this.#viewers.delete(id);
    if (this.#driver?.viewer === id) this.#driver = null;
    this.#forgetRead();
    this.#options.onChanged();
  }

  isDriver(id: string): boolean {
    return this.#driver?.viewer === id;
  }

  drive(id: string, label: string, size: TerminalSize): void {
    this.#driver = { viewer: id, label };
    this.#options.onSize(size);
    this.#options.onChanged();
  }

  release(id: string): void {
    if (!this.isDriver(id)) return;
    this.#driver = null;
    this.#options.onChanged();
  }

  /** More was printed. */
  published(offset: number, bytes: Uint8Array): void {
    this.#endOffset = offset + bytes.byteLength;
    if (this.#viewers.size === 0) return;
    this.#recent.add(offset, bytes);
    for (const viewer of this.#viewers.values()) viewer.onChanged();
    this.#forgetRead();
  }

  /** From `offset` on the terminal has this size. */
  resized(offset: number, size: TerminalSize): void {
    this.sizes.add({ offset, ...size });
    for (const viewer of this.#viewers.values()) viewer.onChanged();
  }

  /** Nothing more will come, ever. */
  end(): void {
    for (const viewer of this.#viewers.values()) this.#tellEnd(viewer);
    this.#viewers.clear();
    this.#recent.clear();
  }

  recent(offset: number, length: number): Uint8Array | undefined {
    return this.#recent.at(offset, length);
  }

  async read(offset: number, length: number): Promise<Uint8Array | undefined> {
    const { folder } = this.#options;
    const segment = segmentAt(this.#options.segments(), offset);
    const available = Math.min(length, (segment?.end ?? 0) - offset);
    if (!segment || available <= 0) return undefined;
    try {
      await using file = await open(segmentPath(folder, segment.start, "output"));
      const { bytesRead, buffer } = await file.read(new Uint8Array(available), 0, available, offset - segment.start);
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    } catch (error) {
      if (isMissing(error)) return undefined; // Dropped meanwhile.
      throw error;
    }
  }

  snapshot(atLeast: number): Promise<Snapshot> {
    return this.#options.snapshot(atLeast);
  }

  /** What cannot be sent to one viewer is that viewer's trouble: the others, and the session, go on. */
  #tellEnd(viewer: Viewer): void {
    try {
      viewer.end();
    } catch (error) {
      this.#options.onTrouble("A viewer could not be told that it ended", error);
    }
  }

  #forgetRead(): void {
    let first = this.#endOffset;
    for (const viewer of this.#viewers.values()) first = Math.min(first, viewer.position);
    this.#recent.forget(first);
  }
}
