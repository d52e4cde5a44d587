import fc from "fast-check";
import { expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import type { AttentionOutcome } from "../contract.ts";
import { bell, callerOf, openTestAttention, permission, TestReader, testPhone } from "../testAttention.ts";

const phones = [testPhone(1), testPhone(2), testPhone(3)].map(callerOf);

/** What a source, three phones and the terminal may do at any time; numbers choose an item raised before. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("raise" as const), key: fc.option(fc.constantFrom("a", "b"), { nil: undefined }) }),
  fc.record({
    kind: fc.constant("answer" as const),
    item: fc.nat(20),
    phone: fc.nat(2),
    choice: fc.constantFrom("allow", "deny"),
    idempotencyKey: fc.constantFrom("first-key", "second-key"),
  }),
  fc.record({ kind: fc.constant("close" as const), item: fc.nat(20) }),
  fc.record({ kind: fc.constant("dismiss" as const), item: fc.nat(20), phone: fc.nat(2) }),
  fc.record({
    kind: fc.constant("acknowledge" as const),
    item: fc.nat(20),
    phone: fc.nat(2),
    stage: fc.constantFrom("delivered" as const, "seen" as const),
  }),
  /** Lets what was begun end before the next step; without it steps happen in the same moment. */
  fc.record({ kind: fc.constant("settle" as const) }),
);

it("ends every item once, for everybody the same, however what happens interleaves", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      await using test = await openTestAttention();
      const { attention } = test;
      await using reader = new TestReader(attention);
      const ids: string[] = [(await attention.raise(permission())).id];
      const outcomes = new Map<string, Promise<AttentionOutcome>>();
      const successes = new Map<string, Set<string>>();
      const giveUp = new AbortController();
      const running: Promise<unknown>[] = [];
      const chosen = (index: number): string => ids[index % ids.length] ?? "";
      const follow = (id: string): void => {
        const outcome = attention.outcome(id, giveUp.signal);
        outcome.catch(() => undefined);
        outcomes.set(id, outcome);
      };
      for (const id of ids) follow(id);

      for (const next of steps) {
        if (next.kind === "settle") await Promise.all(running);
        else if (next.kind === "raise")
          running.push(
            attention.raise(next.key ? permission({ key: next.key }) : bell()).then(({ id }) => {
              if (ids.includes(id)) return;
              ids.push(id);
              follow(id);
            }),
          );
        else if (next.kind === "answer") {
          const id = chosen(next.item);
          const caller = phones[next.phone] ?? callerOf(testPhone(1));
          running.push(
            attention
              .answer(caller, { id, idempotencyKey: next.idempotencyKey, choice: next.choice })
              .then(({ answer, state }) => {
                expect(state).toBe("answered");
                successes.set(id, (successes.get(id) ?? new Set()).add(JSON.stringify(answer)));
              })
              .catch((error: unknown) => {
                if (!(error instanceof AppError)) throw error;
                expect(["ATTENTION_CLOSED", "VALIDATION"]).toContain(error.code);
                if (error.code === "ATTENTION_CLOSED") expect(error.details.by).toMatch(/./);
              }),
          );
        } else if (next.kind === "close") running.push(attention.close(chosen(next.item), "terminal"));
        else if (next.kind === "dismiss")
          running.push(attention.dismiss(phones[next.phone] ?? callerOf(testPhone(1)), chosen(next.item)));
        else
          running.push(
            attention.acknowledge(phones[next.phone] ?? callerOf(testPhone(1)), [chosen(next.item)], next.stage),
          );
      }
      await Promise.all(running);

      const last = await attention.raise(bell());
      await reader.until(() => reader.sequence >= last.sequence);
      const told = reader.events.flatMap((event) => (event.kind === "snapshot" ? event.items : [event.item]));
      const sequences = told.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...new Set(sequences)].toSorted((one, other) => one - other));

      for (const id of ids) {
        const item = await attention.get(id);
        const answers = successes.get(id) ?? new Set();
        // Whoever was told that an answer was applied was told of the very one that was.
        expect([...answers]).toEqual(item.state === "answered" ? [JSON.stringify(item.answer)] : []);
        // Told as ended once ended: no later change of an item opens it again or ends it otherwise.
        const ends = told.filter((change) => change.id === id && change.state !== "open");
        expect(new Set(ends.map(({ state, answer, closedBy }) => JSON.stringify([state, answer, closedBy]))).size).toBe(
          item.state === "open" ? 0 : 1,
        );
        if (item.state === "answered")
          expect(await outcomes.get(id)).toEqual({ kind: "answered", answer: item.answer });
        if (item.state === "closed") expect(await outcomes.get(id)).toEqual({ kind: "closed", by: item.closedBy });
      }
      expect(attention.openCount).toBe((await attention.list({ state: "open", limit: 200 })).length);
      giveUp.abort();
    }),
    { numRuns: 60 },
  );
}, 60_000);
