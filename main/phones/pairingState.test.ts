import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as state from "./pairingState.ts";
import { hashOf } from "./secretHash.ts";

/** What anybody may try, in any order. Numbers choose among the offers and attempts that were ever made. */
type Step =
  | { readonly kind: "open" | "expire" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "withdraw" | "begin" | "words" | "confirm" | "reject"; readonly which: number }
  | { readonly kind: "guess" };

/** Counted from the newest, which is the likeliest to matter. */
const which = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 20 }) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: "open" }, { kind: "expire" }, { kind: "guess" }) },
  { weight: 1, arbitrary: fc.nat({ max: 400_000 }).map((ms): Step => ({ kind: "wait", ms })) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom("withdraw", "begin", "words", "confirm", "reject"), which)
      .map(([kind, number]): Step => ({ kind, which: number })),
  },
);

/** Plays steps as pairing.ts does, and keeps count of what must never happen. */
class Game {
  book = state.emptyBook;
  now = 1_000_000;
  readonly offers: { id: string; secret: string; openedAt: number; uses: number; wrongTries: number }[] = [];
  readonly begun: state.Attempt[] = [];
  readonly paired: { attempt: state.Attempt; at: number }[] = [];

  play(step: Step): void {
    if (step.kind === "wait") {
      this.now += step.ms;
      return;
    }
    this.book = state.expire(this.book, this.now);
    if (step.kind === "open") this.#open();
    if (step.kind === "guess") this.#guess();
    if (step.kind === "withdraw")
      this.book = state.withdraw(this.book, this.#one(this.offers, step.which)?.id ?? "", this.now);
    if (step.kind === "begin") this.#begin(step.which);
    if (step.kind === "words")
      this.book = state.showWords(this.book, this.#one(this.begun, step.which)?.id ?? "", [1, 2]);
    if (step.kind === "confirm" || step.kind === "reject") this.#settle(step.kind, step.which);
  }

  #open(): void {
    const id = `offer-${this.offers.length}`;
    const secret = `secret-${this.offers.length}`;
    this.offers.push({ id, secret, openedAt: this.now, uses: 0, wrongTries: 0 });
    const offer = {
      id,
      code: "123456",
      link: "",
      addressLinks: [],
      scopes: [],
      expiresAt: this.now + state.offerLastsMs,
    };
    this.book = state.openOffer(this.book, {
      offer,
      secretHash: hashOf(secret),
      codeHash: hashOf(`code of ${secret}`),
    });
  }

  #guess(): void {
    expect(this.#try({ kind: "code", hash: hashOf("wrong") })).toBe("wrong");
  }

  #try(proof: state.Proof): string {
    const open = this.offers.find(({ id }) => id === this.book.open?.offer.id);
    const { book, result } = state.tryOffer(this.book, proof);
    if (result === "wrong" && open) open.wrongTries += 1;
    this.book = book;
    return result;
  }

  #begin(which: number): void {
    const offer = this.#one(this.offers, which);
    if (!offer) return;
    const result = this.#try({ kind: "secret", hash: hashOf(offer.secret) });
    if (result !== "right") return;
    expect(offer.uses).toBe(0);
    expect(this.now).toBeLessThan(offer.openedAt + state.offerLastsMs);
    expect(offer.wrongTries).toBeLessThan(state.wrongTriesAllowed);
    offer.uses += 1;
    const attempt: state.Attempt = {
      id: offer.id,
      tokenHash: hashOf(`token of ${offer.id}`),
      publicKey: "",
      commitment: "",
      serverNonce: "",
      from: { name: "", label: "", address: "", scopes: [] },
      words: null,
      expiresAt: this.now + state.requestLastsMs,
    };
    this.begun.push(attempt);
    this.book = state.begin(this.book, attempt, this.now);
  }

  #settle(kind: "confirm" | "reject", which: number): void {
    const { id } = this.#one(this.begun, which) ?? {};
    const attempt = this.book.attempts.find((one) => one.id === id && one.words !== null);
    if (!attempt) return;
    if (kind === "confirm") this.paired.push({ attempt, at: this.now });
    const outcome: state.Outcome =
      kind === "confirm" ? { kind: "paired", phone: attempt.id, name: "", scopes: [] } : { kind: "rejected" };
    this.book = state.settle(this.book, attempt, outcome, this.now);
  }

  #one<Item>(items: readonly Item[], which: number): Item | undefined {
    return items.length === 0 ? undefined : items.at(-1 - (which % items.length));
  }
}

const games = fc.array(step, { maxLength: 100, size: "max" });

describe("pairing, whatever anybody tries in whatever order", () => {
  it("uses an offer once, in its time, and not after five wrong tries", () => {
    fc.assert(
      fc.property(games, (steps) => {
        const game = new Game();
        for (const step of steps) game.play(step);
      }),
      { numRuns: 500 },
    );
  });

  it("pairs each phone once, in its time, and only after its words were shown", () => {
    fc.assert(
      fc.property(games, (steps) => {
        const game = new Game();
        for (const step of steps) game.play(step);
        expect(new Set(game.paired.map(({ attempt }) => attempt.id)).size).toBe(game.paired.length);
        for (const { attempt, at } of game.paired) {
          expect(attempt.words).not.toBeNull();
          expect(at).toBeLessThan(attempt.expiresAt);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keeps little, and nothing beyond its time", () => {
    fc.assert(
      fc.property(games, (steps) => {
        const game = new Game();
        for (const step of steps) {
          game.play(step);
          expect(game.book.attempts.length).toBeLessThanOrEqual(state.maximumAttempts);
          expect(game.book.outcomes.length).toBeLessThanOrEqual(10);
        }
        const book = state.expire(game.book, game.now + 2 * state.requestLastsMs);
        const later = state.expire(book, game.now + 4 * state.requestLastsMs);
        expect(later).toMatchObject({ open: null, attempts: [], outcomes: [] });
        expect(state.nextEnd(later)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it("is played by games in which everything happens", () => {
    const reasons = new Set<string | undefined>();
    let pairings = 0;
    for (const steps of fc.sample(games, { numRuns: 200, seed: 1 })) {
      const game = new Game();
      for (const step of steps) {
        game.play(step);
        reasons.add(game.book.lastEnd?.reason);
      }
      pairings += game.paired.length;
    }
    expect(pairings).toBeGreaterThan(20);
    expect([...reasons]).toEqual(
      expect.arrayContaining(["expired", "too-many-wrong-codes", "withdrawn", "rejected", undefined]),
    );
  });

  it("tells each phone that began how it ended, and shows people only those with words", () => {
    fc.assert(
      fc.property(games, (steps) => {
        const game = new Game();
        for (const step of steps) game.play(step);
        game.book = state.expire(game.book, game.now);
        const shown = state.shownState(game.book).requests.map(({ id }) => id);
        for (const { id, tokenHash } of game.begun) {
          const attempt = state.attemptByToken(game.book, tokenHash);
          const outcome = state.outcomeByToken(game.book, tokenHash);
          expect(attempt === undefined || outcome === undefined).toBe(true);
          expect(shown.includes(id)).toBe(attempt !== undefined && attempt.words !== null);
          if (outcome?.kind === "paired") expect(game.paired.map((one) => one.attempt.id)).toContain(id);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("expires the same whether asked often or once", () => {
    fc.assert(
      fc.property(games, fc.nat({ max: 700_000 }), (steps, later) => {
        const game = new Game();
        for (const step of steps) game.play(step);
        const once = state.expire(game.book, game.now + later);
        expect(state.expire(once, game.now + later)).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });
});
