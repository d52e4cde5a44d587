import { followSegments, listSegments, readOutput, type Segment } from "../history/segments.ts";
import { type FrozenScreen, readFrozenScreen, removeFrozenScreen, writeFrozenScreen } from "./frozenScreen.ts";
import { type Keyframe, Keyframes, keyframeBytes } from "./keyframes.ts";
import { ScreenModel, type ScreenState } from "./screenModel.ts";

export interface LiveScreenOptions {
  readonly folder: string;
  /** The size before any output. */
  readonly columns: number;
  readonly rows: number;
  /** Where the running program's output begins: what it asks from there on is answered. The end of what is kept if left out. */
  readonly from?: number | undefined;
  /** An answer for the program to a query it printed. */
  onAnswer(answer: string): void;
  /** A keyframe could not be kept. The screen goes on; rows from there on are shown from the keyframe before. */
  onTrouble(error: unknown): void;
  now?(): number;
}

/** Rows above the screen that a viewer gets at once; what is older it asks for by number. Also what growing a window brings back. */
export const snapshotScrollback = 500;
/** Read in one go; how much of it is parsed in one go is the model's matter. */
const stepBytes = 1024 * 1024;
/** Nearly every sequence that reaches from one segment into the next ends within so many bytes. */
const sequenceEndBytes = 4096;

/**
 * Follows one session's output with a screen model and leaves keyframes behind. It reads from the segments, so lagging behind costs
 * no memory; only what could not be stored comes as bytes. While the session is quiet the model is put away on disk (`freeze`).
 */
export class LiveScreen implements Disposable {
  readonly #options: LiveScreenOptions;
  readonly keyframes: Keyframes;
  #model: ScreenModel | undefined;
  #position: number;
  /** How far it was ever parsed: what is parsed a second time must not be answered a second time. */
  #parsed: number;
  #target: number;
  #segments: readonly Segment[];
  #lastKeyframe: number;
  /** Where the segment begins that was begun last, and whether its first keyframe is still to be written. */
  #begunSegment = -1;
  #owesKeyframe = false;
  #sizes: { offset: number; columns: number; rows: number }[] = [];
  #unstored: { offset: number; bytes: Uint8Array }[] = [];
  #size: { columns: number; rows: number };
  /** The window title while there is no model. */
  #title: string | undefined;

  constructor(options: LiveScreenOptions) {
    this.#options = options;
    this.keyframes = new Keyframes(options.folder);
    this.#size = { columns: options.columns, rows: options.rows };
    this.#segments = listSegments(options.folder);
    this.#target = options.from ?? this.#segments.at(-1)?.end ?? 0;
    this.#position = this.#target;
    this.#parsed = this.#target;
    this.#lastKeyframe = this.#target;
  }

  get position(): number {
    return this.#position;
  }

  /** The end of what is published, as far as was told. */
  get target(): number {
    return this.#target;
  }

  get isBehind(): boolean {
    return this.#position < this.#target || (this.#sizes[0]?.offset ?? Number.POSITIVE_INFINITY) <= this.#position;
  }

  /** Output up to `offset` is published. `bytes` come along only if they could not be stored. */
  advance(offset: number, bytes?: Uint8Array): void {
    if (bytes) this.#unstored.push({ offset: offset - bytes.byteLength, bytes });
    this.#target = Math.max(this.#target, offset);
  }

  /** From `offset` on the terminal has this size. */
  resize(offset: number, columns: number, rows: number): void {
    this.#sizes.push({ offset, columns, rows });
  }

  /** Parses the next part, if there is one. */
  step(): void {
    const model = this.#thaw();
    this.#applySize(model);
    const bytes = this.#next();
    if (!bytes) return;
    const parsed = this.#payKeyframe(model, bytes);
    if (parsed < bytes.byteLength) this.#position += model.parseSome(bytes.subarray(parsed));
    this.#parsed = Math.max(this.#parsed, this.#position);
    if (this.#position - this.#lastKeyframe >= keyframeBytes) this.#keep(model, model.state(0));
    this.#applySize(model);
  }

  /** What a viewer needs to begin at its `offset`. */
  snapshot(scrollback = snapshotScrollback): ScreenState & { readonly offset: number } {
    const model = this.#thaw();
    return { offset: this.#stateOffset(model), ...model.state(scrollback) };
  }

  /** The model itself, for looking at. Do not parse with it. */
  look(): ScreenModel {
    return this.#thaw();
  }

  /** Puts the model away on disk. Nothing is lost if that fails: the model then stays. */
  freeze(): void {
    if (!this.#model) return;
    writeFrozenScreen(this.#options.folder, this.#frame(this.#model, this.#model.wholeState()));
    this.#title = this.#model.title;
    this.#model[Symbol.dispose]();
    this.#model = undefined;
  }

  [Symbol.dispose](): void {
    this.#model?.[Symbol.dispose]();
    this.#model = undefined;
  }

  get isFrozen(): boolean {
    return this.#model === undefined;
  }

  #thaw(): ScreenModel {
    if (this.#model) return this.#model;
    const frame = this.#restorePoint();
    this.#position = frame?.offset ?? this.#segments[0]?.start ?? this.#position;
    const { columns, rows } = frame ?? this.#size;
    this.#model = new ScreenModel({
      columns,
      rows,
      firstRow: frame?.firstRow ?? 0,
      wrapping: frame?.wrapping,
      scrollback: snapshotScrollback,
      title: this.#title ?? frame?.title,
      onAnswer: (answer) => {
        if (this.#position >= this.#parsed) this.#options.onAnswer(answer);
      },
    });
    if (frame) this.#model.parse(frame.state);
    return this.#model;
  }

  /** The latest state at or before our position; what follows it is parsed again. */
  #restorePoint(): FrozenScreen | undefined {
    const last = this.keyframes.at(this.#position);
    const frozen = readFrozenScreen(this.#options.folder);
    // After a power cut the frozen screen may be ahead of what was written.
    const isUsable = frozen && frozen.offset <= this.#position && frozen.offset >= (last?.offset ?? 0);
    return isUsable ? frozen : last;
  }

  #applySize(model: ScreenModel): void {
    for (let next = this.#sizes[0]; next && next.offset <= this.#position; next = this.#sizes[0]) {
      this.#sizes.shift();
      if (next.columns === model.columns && next.rows === model.rows) continue;
      const firstRow = model.resize(next.columns, next.rows);
      this.#size = { columns: next.columns, rows: next.rows };
      this.#keep(model, model.state(model.screenTop - firstRow));
      removeFrozenScreen(this.#options.folder);
    }
  }

  #next(): Uint8Array | undefined {
    const answered = this.#position < this.#parsed ? this.#parsed : this.#target;
    const stop = Math.min(this.#target, answered, this.#sizes[0]?.offset ?? this.#target, this.#position + stepBytes);
    if (stop <= this.#position) return undefined;
    const unstored = this.#unstoredAtPosition();
    if (unstored && unstored.offset <= this.#position) {
      return unstored.bytes.subarray(this.#position - unstored.offset, stop - unstored.offset);
    }
    const segment = this.#segmentAtPosition();
    if (!segment) return this.#skipGap() ? this.#next() : undefined;
    this.#beginSegment(segment);
    const bytes = readOutput(this.#options.folder, segment, this.#position, stop - this.#position);
    if (bytes.byteLength > 0) return bytes;
    // The segment was dropped meanwhile.
    this.#segments = listSegments(this.#options.folder);
    return this.#segmentAtPosition() ? undefined : this.#skipGap() ? this.#next() : undefined;
  }

  #unstoredAtPosition(): { offset: number; bytes: Uint8Array } | undefined {
    const isPast = (part: { offset: number; bytes: Uint8Array }) =>
      part.offset + part.bytes.byteLength <= this.#position;
    while (this.#unstored[0] && isPast(this.#unstored[0])) this.#unstored.shift();
    return this.#unstored[0];
  }

  #segmentAtPosition(): Segment | undefined {
    const covers = (segment: Segment) => segment.start <= this.#position && this.#position < segment.end;
    const known = this.#segments.findLast(covers);
    if (known) return known;
    this.#segments = followSegments(this.#options.folder, this.#segments);
    const followed = this.#segments.findLast(covers);
    if (followed) return followed;
    this.#segments = listSegments(this.#options.folder);
    return this.#segments.findLast(covers);
  }

  /** What could not be stored and did not come as bytes is missing: go on with what there is next. Says whether there is anything. */
  #skipGap(): boolean {
    const segment = this.#segments.find(({ start, end }) => start > this.#position && end > start);
    const next = Math.min(
      segment?.start ?? Number.POSITIVE_INFINITY,
      this.#unstored[0]?.offset ?? Number.POSITIVE_INFINITY,
    );
    if (next >= this.#target) return false;
    this.#position = next;
    return true;
  }

  #beginSegment(segment: Segment): void {
    if (segment.start === this.#begunSegment) return;
    this.#begunSegment = segment.start;
    this.#owesKeyframe = this.#position === segment.start;
  }

  /**
   * Writes a segment's first keyframe if it is due. It must not need what is before the segment, which may be dropped: where a
   * sequence reaches into the segment, the keyframe comes behind it. Returns how many of `bytes` were parsed for that.
   */
  #payKeyframe(model: ScreenModel, bytes: Uint8Array): number {
    let parsed = 0;
    if (!this.#owesKeyframe || this.#position < this.#begunSegment) return parsed;
    while (model.incompleteBytes > 0 && parsed < Math.min(bytes.byteLength, sequenceEndBytes))
      model.parse(bytes.subarray(parsed, ++parsed));
    this.#position += parsed;
    if (model.incompleteBytes > 0) return parsed;
    this.#owesKeyframe = false;
    this.#keep(model, model.state(0));
    return parsed;
  }

  #keep(model: ScreenModel, state: ScreenState): void {
    const offset = this.#stateOffset(model);
    const segment = this.#segments.findLast(({ start }) => start <= offset);
    this.#lastKeyframe = this.#position;
    if (!segment) return;
    try {
      this.keyframes.append(segment.start, this.#frame(model, state));
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }

  #frame<State extends ScreenState>(model: ScreenModel, state: State): State & Omit<Keyframe, keyof ScreenState> {
    const time = this.#options.now?.() ?? Date.now();
    return { offset: this.#stateOffset(model), time, title: model.title, ...state };
  }

  /** A state holds everything before this offset; an incomplete sequence behind it has had no effect and is parsed again. */
  #stateOffset(model: ScreenModel): number {
    return this.#position - model.incompleteBytes;
  }
}
