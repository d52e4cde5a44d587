/** One direction of a network between a phone and the relay. */
export interface LineConditions {
  /** From one end to the other. */
  readonly delayMs: number;
  /** The share of segments (0 to 1) that is lost and sent again. */
  readonly loss: number;
  /** Chooses which: the same seed loses the same ones. */
  readonly seed: number;
}

/** Some of the bytes that were sent together, and when they arrive. */
export interface Piece {
  readonly byteLength: number;
  /** On the same clock as the time of sending; never before that of the piece before. */
  readonly arrivesAt: number;
}

/** What an Ethernet frame leaves for TCP's payload with its usual options. */
export const segmentBytes = 1_448;
/** Linux's smallest retransmission timeout (TCP_RTO_MIN). */
export const retransmissionMs = 200;

/**
 * When what is sent arrives. TCP hides a loss from its user as a stall: the lost segment comes a retransmission time late, and
 * everything behind it waits for it, as bytes are handed out in order.
 */
export function createLine({ delayMs, loss, seed }: LineConditions) {
  const random = createRandom(seed);
  let latest = Number.NEGATIVE_INFINITY;

  return {
    send(now: number, byteLength: number): readonly Piece[] {
      const pieces: { byteLength: number; arrivesAt: number }[] = [];
      for (let begin = 0; begin < byteLength; begin += segmentBytes) {
        const length = Math.min(segmentBytes, byteLength - begin);
        const isLost = random() < loss;
        latest = Math.max(latest, now + delayMs + (isLost ? retransmissionMs : 0));
        const last = pieces.at(-1);
        if (last?.arrivesAt === latest) last.byteLength += length;
        else pieces.push({ byteLength: length, arrivesAt: latest });
      }
      return pieces;
    },
  };
}

/** Numbers in [0, 1) that look random and are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
