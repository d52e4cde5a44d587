import { randomUUID } from "node:crypto";
import type { AttentionChoice, AttentionItem, AttentionPlace } from "#shared/contract/attention.ts";
import type { AttentionRequest, CloseReason } from "../contract.ts";
import { cleanLine, cleanText } from "./cleanText.ts";
import type { KeptItem } from "./keptItem.ts";

/** Open items of one session (or of the app itself), and of all together. More is noise that nobody can answer. */
export const openLimits = { ofOnePlace: 50, all: 200 };

const maximumChoices = 12;

/** A new item out of what a source said, its texts fit to be shown. */
export function newItem(request: AttentionRequest, now: number): KeptItem {
  return {
    item: {
      id: randomUUID(),
      sequence: 0,
      ...saidBy(request),
      state: "open",
      closedBy: null,
      answer: null,
      createdAt: now,
      updatedAt: now,
      deliveries: [],
    },
    key: request.key?.slice(0, 500) ?? null,
    answerKey: null,
    askedAt: now,
  };
}

/**
 * The same item with what its source says now. If somebody had seen it, they are asked for anew: what was delivered then
 * says nothing about now.
 */
export function saidAgain(kept: KeptItem, request: AttentionRequest, now: number): KeptItem {
  const item = { ...kept.item, ...saidBy(request), updatedAt: now };
  const wasSeen = item.deliveries.some(({ times }) => times.seenAt !== null);
  if (!wasSeen) return { ...kept, item };
  const deliveries = item.deliveries.map(({ surface, target, label }) => ({
    surface,
    target,
    label,
    state: "waiting" as const,
    reason: null,
    attempts: 0,
    times: { sentAt: null, deliveredAt: null, seenAt: null, answeredAt: null, nextAt: null },
  }));
  return { ...kept, askedAt: now, item: { ...item, deliveries } };
}

type Said = Pick<AttentionItem, "kind" | "place" | "who" | "tool" | "text" | "detail" | "choices" | "acceptsText">;

function saidBy(request: AttentionRequest): Said {
  return {
    kind: request.kind,
    place: request.place,
    who: cleanLine(request.who, 120),
    tool: request.tool ? cleanLine(request.tool, 120) : null,
    text: cleanText(request.text, 2000),
    detail: request.detail ? cleanText(request.detail, 16_000) : null,
    choices: cleanChoices(request.choices ?? []),
    acceptsText: request.acceptsText ?? false,
  };
}

/** Ids that are empty, too long or given twice could not be answered, so those choices are left out. */
function cleanChoices(choices: readonly AttentionChoice[]): AttentionChoice[] {
  const answerable = choices.filter(({ id }) => id.length >= 1 && id.length <= 64);
  const byId = new Map(answerable.map((choice) => [choice.id, choice]));
  return [...byId.values()]
    .slice(0, maximumChoices)
    .map(({ id, label, role }) => ({ id, role, label: cleanLine(label, 200) || id }));
}

export function needsAnswer({ choices, acceptsText }: Pick<AttentionItem, "choices" | "acceptsText">): boolean {
  return choices.length > 0 || acceptsText;
}

export function isSamePlace(one: AttentionPlace, other: AttentionPlace): boolean {
  return placeKey(one) === placeKey(other);
}

function placeKey(place: AttentionPlace): string {
  return place.kind === "session" ? `session ${place.session}` : place.kind;
}

/** Which open items must go so that one more fits: the oldest that wait for no answer first. */
export function toMakeRoom(open: readonly KeptItem[], place: AttentionPlace): KeptItem[] {
  const oldestFirst = open.toSorted(
    (one, other) =>
      Number(needsAnswer(one.item)) - Number(needsAnswer(other.item)) || one.item.createdAt - other.item.createdAt,
  );
  const here = oldestFirst.filter(({ item }) => isSamePlace(item.place, place));
  const gone = here.slice(0, Math.max(0, here.length + 1 - openLimits.ofOnePlace));
  const others = oldestFirst.filter((kept) => !gone.includes(kept));
  return [...gone, ...others.slice(0, Math.max(0, others.length + 1 - openLimits.all))];
}

export function closed(kept: KeptItem, by: CloseReason, now: number): KeptItem {
  return { ...kept, item: { ...kept.item, state: "closed", closedBy: by, updatedAt: now } };
}
