import { networkInterfaces } from "node:os";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Log } from "../../observability/log.ts";
import type { Announcement } from "../announcement.ts";
import { canonicalName } from "./addressBytes.ts";
import { type AnnouncedNetwork, type Interfaces, networksOf, recordsFor } from "./announcedRecords.ts";
import { type NotAnnounced, notAnnouncedText } from "./announcementTexts.ts";
import type { HeardRecord, MulticastRecord, Responder } from "./multicastResponder.ts";

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

/** RFC 6762, 8.1: three questions, a quarter of a second apart, before a name is used; 8.3: it is then told twice. */
const probes = 3;
const probeGapMs = 250;
const secondTellingMs = 1000;
const goodbyeMs = 500;

/** One try: its sockets, and what they say. */
interface Attempt {
  readonly key: string;
  readonly responders: readonly { readonly responder: Responder; readonly records: readonly MulticastRecord[] }[];
  readonly abort: AbortController;
  isTold: boolean;
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
  let attempt: Attempt | undefined;
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
  const fail = (of: Attempt, reason: NotAnnounced): void => {
    if (of.abort.signal.aborted) return;
    of.abort.abort();
    retryAt = performance.now() + (deps.retryMs ?? 30_000);
    enter(reason);
  };

  const begin = async (networks: readonly AnnouncedNetwork[], key: string): Promise<Attempt> => {
    // Who announces nothing does not load it.
    const { openResponder } = await import("./multicastResponder.ts");
    const own = new Set(
      Object.values(interfaces()).flatMap((all = []) => all.map((one) => canonicalName(one.address))),
    );
    const isTheirs = ({ name: of, type, ttl, data }: HeardRecord): boolean =>
      (type === "A" || type === "AAAA") &&
      ttl > 0 &&
      of.toLowerCase() === host &&
      !(typeof data === "string" && own.has(canonicalName(data)));
    const abort = new AbortController();
    const failed = (error: Error): void => fail(begun, { kind: "not-let-through", cause: error.message });
    const heard = (records: readonly HeardRecord[]): void => {
      if (records.some(isTheirs)) fail(begun, { kind: "name-taken", name: host });
    };
    const responders = networks.map((network) => ({
      responder: openResponder({ address: network.from, heard, failed }),
      records: recordsFor(name, port, network),
    }));
    const begun: Attempt = { key, responders, abort, isTold: false };
    return begun;
  };

  const announce = async (begun: Attempt): Promise<void> => {
    const { responders, abort } = begun;
    const onAll = (what: (one: Attempt["responders"][number]) => Promise<void>) => Promise.all(responders.map(what));
    try {
      for (let count = 0; count < probes; count++) {
        await onAll(({ responder }) => responder.ask(host));
        await pause(probeGapMs, abort.signal);
      }
      begun.isTold = true;
      for (const { responder, records } of responders) responder.register(records);
      await onAll(({ responder, records }) => responder.tell(records));
      if (!abort.signal.aborted) enter({ kind: "announced" });
      await pause(secondTellingMs, abort.signal);
      await onAll(({ responder, records }) => responder.tell(records));
    } catch (error) {
      // Aborted: whoever did it has said why.
      fail(begun, { kind: "not-let-through", cause: messageOf(error) });
    }
  };

  const end = async (ending: Attempt): Promise<void> => {
    ending.abort.abort();
    const closing = ending.responders.map(async ({ responder, records }) => {
      if (ending.isTold) {
        responder.unregister(records);
        // A network that is gone hears no goodbye.
        await responder.tell(records.map((record) => ({ ...record, ttl: 0 }))).catch(() => undefined);
      }
      await responder.close();
    });
    await Promise.race([Promise.all(closing), pause(goodbyeMs)]);
  };

  const look = async (): Promise<void> => {
    const networks = networksOf(interfaces(), deps.address);
    const key = JSON.stringify(networks);
    const isFailed = attempt?.abort.signal.aborted ?? true;
    if (isEnding || (attempt?.key === key && (!isFailed || performance.now() < retryAt))) return;
    if (attempt) await end(attempt);
    attempt = undefined;
    if (networks.length === 0) return enter({ kind: "no-network" });
    attempt = await begin(networks, key);
    void announce(attempt);
  };
  const lookSoon = (): void => {
    work = work.then(look).catch((error: unknown) => {
      enter({ kind: "not-let-through", cause: messageOf(error) });
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
      if (attempt) await end(attempt);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Rejects when it is aborted. Keeps no process running. */
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Error("aborted"));
    const timer = setTimeout(resolve, milliseconds).unref();
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(new Error("aborted"));
      },
      { once: true },
    );
  });
}
