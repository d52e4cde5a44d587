import type { Kysely } from "kysely";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Tables } from "../../storage/tables.ts";
import type { Attention } from "../contract.ts";
import { acknowledged, concluded, type Place, placeOf } from "../delivery/ledger.ts";
import { judgeAnswer } from "./answerItem.ts";
import type { Draft, ItemBoard } from "./itemBoard.ts";
import { closed, isSamePlace, newItem, saidAgain, toMakeRoom } from "./itemRequest.ts";
import { readItem, readNewest } from "./itemTable.ts";
import type { KeptItem } from "./keptItem.ts";
import { type Outcomes, outcomeOf } from "./outcomes.ts";

export interface ItemsDeps {
  readonly board: ItemBoard;
  readonly database: Kysely<Tables>;
  readonly outcomes: Outcomes;
  readonly language: () => Language;
  readonly now: () => number;
  /** The ledger as it should be for an item that is open. */
  readonly planned: (kept: KeptItem) => KeptItem;
}

export type Items = Pick<
  Attention,
  "raise" | "close" | "closeSession" | "outcome" | "list" | "get" | "answer" | "dismiss" | "acknowledge"
> &
  AsyncDisposable;

/** Acknowledgements that come close together are one change of an item: fifty phones would otherwise be fifty. In milliseconds. */
const gatherMs = 20;

/** What can be done to items, each in one transaction. */
export function createItems({ board, database, language, now, outcomes, planned }: ItemsDeps): Items {
  const conclude = (kept: KeptItem, end: Parameters<typeof concluded>[1]): KeptItem => ({
    ...kept,
    item: { ...kept.item, deliveries: concluded(kept.item.deliveries, end, now()) },
  });
  const putClosed = (draft: Draft, kept: KeptItem, by: NonNullable<AttentionItem["closedBy"]>): Promise<KeptItem> =>
    draft.put(conclude(closed(kept, by, now()), { kind: "closed" }));

  const gathering = createGathering((acknowledgements) =>
    board.change(async (draft) => {
      for (const id of new Set(acknowledgements.map((acknowledgement) => acknowledgement.id))) {
        const kept = await draft.find(id);
        if (kept === null) continue;
        const before = kept.item.deliveries;
        const deliveries = acknowledgements
          .filter((acknowledgement) => acknowledgement.id === id)
          .reduce((ledger, { place, stage }) => acknowledged(ledger, place, stage, now()), before);
        if (deliveries.every((delivery, index) => delivery === before[index])) continue;
        const changed = { ...kept, item: { ...kept.item, deliveries } };
        await draft.put(kept.item.state === "open" ? planned(changed) : changed);
      }
    }),
  );

  return {
    raise: async (request) => {
      const kept = await board.change(async (draft) => {
        const same = request.key === undefined ? undefined : draft.open().find(({ key }) => key === request.key);
        if (same && same.item.kind === request.kind && isSamePlace(same.item.place, request.place))
          return await draft.put(planned(saidAgain(same, request, now())));
        if (same) await putClosed(draft, same, "replaced");
        for (const old of toMakeRoom(draft.open(), request.place)) await putClosed(draft, old, "replaced");
        return await draft.put(planned(newItem(request, now())));
      });
      return kept.item;
    },
    close: (id, by) =>
      board.change(async (draft) => {
        const kept = await draft.find(id);
        if (kept?.item.state === "open") await putClosed(draft, kept, by);
      }),
    closeSession: (session, by, kinds) =>
      board.change(async (draft) => {
        for (const kept of draft.open()) {
          const { kind, place } = kept.item;
          if (place.kind !== "session" || place.session !== session) continue;
          if (kinds === undefined || kinds.includes(kind)) await putClosed(draft, kept, by);
        }
      }),
    outcome: async (id, signal) => {
      // What is open is open in memory too, so that no end can come between the look and the waiting.
      if (board.isOpen(id)) return await outcomes.wait(id, signal);
      const outcome = outcomeOf(found(await readItem(database, id), id).item);
      if (outcome === null) throw new Error("An open item is not on the board");
      return outcome;
    },
    list: async ({ state, before, limit }) =>
      (await readNewest(database, { state, before, limit })).map(({ item }) => item),
    get: async (id) => found(await readItem(database, id), id).item,
    acknowledge: async (caller, ids, stage) => {
      const place = placeOf(caller);
      if (place !== null) await gathering.add(ids.map((id) => ({ id, place, stage })));
    },
    answer: async (caller, request) => {
      const kept = await board.change(async (draft) => {
        const before = found(await draft.find(request.id), request.id);
        const verdict = judgeAnswer(before, { caller, request, now: now(), language: language() });
        if (verdict.kind === "repeated") return before;
        return await draft.put(conclude(verdict.answered, { kind: "answered", at: placeOf(caller) }));
      });
      return kept.item;
    },
    dismiss: async (_caller, id) => {
      const kept = await board.change(async (draft) => {
        const before = found(await draft.find(id), id);
        return before.item.state === "open" ? await putClosed(draft, before, "dismissed") : before;
      });
      return kept.item;
    },
    [Symbol.asyncDispose]: gathering.settled,
  };
}

function found(kept: KeptItem | null, id: string): KeptItem {
  if (kept === null) throw new AppError("ATTENTION_NOT_FOUND", { details: { id } });
  return kept;
}

interface Acknowledgement {
  readonly id: string;
  readonly place: Place;
  readonly stage: "delivered" | "seen";
}

interface Gathering {
  /** Resolves when what was added is written. */
  add(acknowledgements: readonly Acknowledgement[]): Promise<void>;
  settled(): Promise<void>;
}

function createGathering(write: (gathered: readonly Acknowledgement[]) => Promise<void>): Gathering {
  let gathered: Acknowledgement[] = [];
  let written: Promise<void> | null = null;
  const gather = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    const all = gathered;
    gathered = [];
    written = null;
    await write(all);
  };
  return {
    add: (acknowledgements) => {
      gathered.push(...acknowledgements);
      written ??= gather();
      return written;
    },
    settled: async () => {
      await written;
    },
  };
}
