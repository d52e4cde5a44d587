import { networkInterfaces } from "node:os";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Log } from "../../observability/log.ts";
import type { Announcement } from "../announcement.ts";
import { type Interfaces, networksOf } from "./announcedRecords.ts";
import { type Attempt, beginAttempt } from "./announcementAttempt.ts";
import { type NotAnnounced, notAnnouncedText } from "./announcementTexts.ts";

/** The name is told, or why not. */
type State = { readonly kind: "announced" } | NotAnnounced;

export interface AnnouncementDeps {
  /** Without `.local`. */
  readonly name: string;
  readonly port: number;
  /** What the listener is bound to; empty, or left out, means every network. */
  readonly address?: string;
  /** Called when `status` answers otherwise from now on. */
  readonly changed: () => void;
  readonly log: Log;
  /** Of the reasons that people are shown. */
  readonly language: () => Language;
  /** The operating system's unless told. */
  readonly interfaces?: () => Interfaces;
  /** How often the interfaces are looked at, in milliseconds; 5 s unless told. */
  readonly pollMs?: number;
  /** How long to wait after a failure or a conflict, in milliseconds; 30 s unless told. */
  readonly retryMs?: number;
}

/**
 * Announces `<name>.local` and the service `_quarterdeck._tcp` over multicast DNS on every network of this machine, anew when its
 * addresses change. A name that another machine answers to is not fought over: the status says so, and it is tried again later.
 * Nothing is thrown: where multicast does not work, phones still connect by address.
 */
export function createAnnouncement(deps: AnnouncementDeps): Announcement {
  const { log, name, port } = deps;
  const interfaces = deps.interfaces ?? networkInterfaces;
  const host = `${name}.local`;
  let state: State = { kind: "not-yet" };
  let current: { readonly key: string; readonly attempt: Attempt } | undefined;
  let retryAt = 0;
  let isEnding = false;
  let work: Promise<void> = Promise.resolve();

  const enter = (next: State): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    if (next.kind === "announced") log.info("The name is announced on the network", { name: host });
    else log.warn("The name is not announced on the network", { name: host, reason: notAnnouncedText(next, "en") });
    deps.changed();
  };
  const failed = (why: NotAnnounced): void => {
    retryAt = performance.now() + (deps.retryMs ?? 30_000);
    enter(why);
  };
  const look = async (): Promise<void> => {
    const now = interfaces();
    const networks = networksOf(now, deps.address);
    const key = JSON.stringify(networks);
    const isUnchanged = current?.key === key && (!current.attempt.hasFailed || performance.now() < retryAt);
    if (isEnding || isUnchanged) return;
    await current?.attempt[Symbol.asyncDispose]();
    current = undefined;
    if (networks.length === 0) return enter({ kind: "no-network" });
    const ownAddresses = Object.values(now).flatMap((entries = []) => entries.map(({ address }) => address));
    const announced = (): void => enter({ kind: "announced" });
    current = { key, attempt: await beginAttempt({ name, port, networks, ownAddresses, announced, failed }) };
  };
  const lookSoon = (): void => {
    work = work.then(look).catch((error: unknown) => {
      failed({ kind: "not-let-through", cause: error instanceof Error ? error.message : String(error) });
    });
  };
  const timer = setInterval(lookSoon, deps.pollMs ?? 5000).unref();
  lookSoon();

  return {
    status: () =>
      state.kind === "announced"
        ? { kind: "announced", name: host }
        : { kind: "failed", reason: notAnnouncedText(state, deps.language()) },
    [Symbol.asyncDispose]: async () => {
      isEnding = true;
      clearInterval(timer);
      await work;
      await current?.attempt[Symbol.asyncDispose]();
      current = undefined;
    },
  };
}
