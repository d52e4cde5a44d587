import { maximumInputBytes } from "#shared/terminal/frames.ts";
import { type HeldBytes, nothingHeld } from "./heldInput.ts";

export interface InputFrame {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Input beyond this is not held while there is no connection; it equals the largest single frame. */
export const maximumHeldBytes = maximumInputBytes;

/**
 * Keeps what was typed until the server says that the tool got it. What is not confirmed when the link closes is neither lost
 * nor sent a second time by itself: it is held, and a person decides.
 */
export interface InputQueue {
  /** The input as frames to send now, split where it is too long for one. */
  send(bytes: Uint8Array): readonly InputFrame[];
  confirm(sequence: number): void;
  /** Moves everything unconfirmed to what is held. */
  linkClosed(): void;
  /** Typed while there was no link. False if it did not fit and was not taken. */
  hold(bytes: Uint8Array): boolean;
  /** What waits for a decision, oldest first: what may have arrived was sent before what was not sent was typed. */
  readonly held: HeldBytes;
  /** What would have to be decided if the page went away now: what is held, and what is on its way. */
  readonly undecided: HeldBytes;
  /** Takes everything held, or only what was surely not sent; the rest is then discarded. */
  takeHeld(part: "all" | "unsent"): Uint8Array;
  readonly unconfirmedCount: number;
  /** The number of the newest frame; 0 before the first. */
  readonly lastSequence: number;
}

/** A queue that holds what an earlier page held; sequences begin with 1 and grow by one a frame for as long as the queue lives. */
export function createInputQueue(heldBefore: HeldBytes = nothingHeld): InputQueue {
  let next = 1;
  const unconfirmed = new Map<number, Uint8Array>();
  let held = heldBefore;
  const undecided = (): HeldBytes => ({ ...held, maybe: joined([held.maybe, ...unconfirmed.values()]) });

  return {
    send: (bytes) => {
      const frames: InputFrame[] = [];
      for (let start = 0; start < bytes.byteLength; start += maximumInputBytes) {
        const frame = { sequence: next, bytes: bytes.subarray(start, start + maximumInputBytes) };
        unconfirmed.set(next, frame.bytes);
        frames.push(frame);
        next += 1;
      }
      return frames;
    },
    confirm: (sequence) => {
      unconfirmed.delete(sequence);
    },
    linkClosed: () => {
      held = undecided();
      unconfirmed.clear();
    },
    hold: (bytes) => {
      if (held.unsent.byteLength + bytes.byteLength > maximumHeldBytes) return false;
      held = { ...held, unsent: joined([held.unsent, bytes]) };
      return true;
    },
    get held() {
      return held;
    },
    get undecided() {
      return undecided();
    },
    takeHeld: (part) => {
      const { maybe, unsent } = held;
      held = nothingHeld;
      return part === "all" ? joined([maybe, unsent]) : unsent;
    },
    get unconfirmedCount() {
      return unconfirmed.size;
    },
    get lastSequence() {
      return next - 1;
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let position = 0;
  for (const part of parts) {
    result.set(part, position);
    position += part.byteLength;
  }
  return result;
}

/** Typed bytes for a person to read: control characters as symbols (↵, ⇥, ⌫, ^C), at most `limit` characters. */
export function describeInput(bytes: Uint8Array, limit = 60): string {
  const names: Readonly<Record<string, string>> = { "\r": "↵", "\n": "↵", "\t": "⇥", "\x7f": "⌫", "\x1b": "⎋" };
  const characters = [...new TextDecoder().decode(bytes)].map((character) => {
    const name = names[character];
    if (name !== undefined) return name;
    return character < " " ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : character;
  });
  return characters.length > limit ? `${characters.slice(0, limit).join("")}…` : characters.join("");
}
