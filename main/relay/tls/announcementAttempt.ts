import { canonicalName } from "./addressBytes.ts";
import { type AnnouncedNetwork, recordsFor } from "./announcedRecords.ts";
import type { NotAnnounced } from "./announcementTexts.ts";
import type { HeardRecord } from "./multicastResponder.ts";

export interface AttemptDeps {
  /** Without `.local`. */
  readonly name: string;
  readonly port: number;
  readonly networks: readonly AnnouncedNetwork[];
  /** Every address of this machine: what comes from them is our own voice. */
  readonly ownAddresses: readonly string[];
  readonly announced: () => void;
  /** Once at most; then nothing more is sent, but the goodbye. */
  readonly failed: (why: NotAnnounced) => void;
}

/** One try to announce the name on the networks there are now. Disposing says goodbye, if there was a hello, and ends it. */
export interface Attempt extends AsyncDisposable {
  readonly hasFailed: boolean;
}

/** RFC 6762, 8.1: three questions, a quarter of a second apart, before a name is used; 8.3: it is then told twice. */
const probes = 3;
const probeGapMs = 250;
const secondTellingMs = 1000;
const goodbyeMs = 500;

export async function beginAttempt(deps: AttemptDeps): Promise<Attempt> {
  // Who announces nothing does not load it.
  const { openResponder } = await import("./multicastResponder.ts");
  const host = `${deps.name}.local`;
  const own = new Set(deps.ownAddresses.map(canonicalName));
  const abort = new AbortController();
  let isTold = false;

  const fail = (why: NotAnnounced): void => {
    if (abort.signal.aborted) return;
    abort.abort();
    deps.failed(why);
  };
  const failed = (error: unknown): void => fail({ kind: "not-let-through", cause: messageOf(error) });
  const heard = (records: readonly HeardRecord[]): void => {
    if (records.some((record) => isOfAnother(record, host, own))) fail({ kind: "name-taken", name: host });
  };
  const all = deps.networks.map((network) => ({
    responder: openResponder({ address: network.from, heard, failed }),
    records: recordsFor(deps.name, deps.port, network),
  }));
  const tell = () => Promise.all(all.map(({ responder, records }) => responder.tell(records)));

  const announce = async (): Promise<void> => {
    for (let count = 0; count < probes; count++) {
      await Promise.all(all.map(({ responder }) => responder.ask(host)));
      await pause(probeGapMs, abort.signal);
    }
    isTold = true;
    for (const { responder, records } of all) responder.register(records);
    await tell();
    if (!abort.signal.aborted) deps.announced();
    await pause(secondTellingMs, abort.signal);
    await tell();
  };
  // Whoever aborted it has said why; `fail` knows.
  announce().catch(failed);

  return {
    get hasFailed() {
      return abort.signal.aborted;
    },
    [Symbol.asyncDispose]: async () => {
      abort.abort();
      const closing = all.map(async ({ responder, records }) => {
        if (isTold) {
          responder.unregister(records);
          // A network that is gone hears no goodbye.
          await responder.tell(records.map((record) => ({ ...record, ttl: 0 }))).catch(() => undefined);
        }
        await responder.close();
      });
      await Promise.race([Promise.all(closing), pause(goodbyeMs)]);
    },
  };
}

/** Whether somebody else says that the name is theirs. */
function isOfAnother({ name, type, ttl, data }: HeardRecord, host: string, own: ReadonlySet<string>): boolean {
  if ((type !== "A" && type !== "AAAA") || ttl === 0 || name.toLowerCase() !== host) return false;
  return !(typeof data === "string" && own.has(canonicalName(data)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Rejects when it is aborted. Keeps no process running. */
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Error("aborted"));
    const timer = setTimeout(resolve, milliseconds).unref();
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Error("aborted"));
    };
    signal?.addEventListener("abort", stop, { once: true });
  });
}
