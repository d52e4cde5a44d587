import type { RelayStatus } from "#shared/contract/relay.ts";
import { createLatestValue } from "../core/latestValue.ts";
import type { PhoneRelay, RelayDeps } from "./contract.ts";
import { explainPhoneProblem } from "./phoneProblem.ts";
import type { PhoneServer } from "./phoneServer.ts";
import { createRetry } from "./retry.ts";

export interface PhoneListenerDeps
  extends Pick<RelayDeps, "certificates" | "language" | "log" | "phoneSettings" | "tellPhoneProblem"> {
  readonly open: (where: { readonly port: number; readonly address: string }) => Promise<PhoneServer>;
  /** Live connections that came in by it, for the status. */
  readonly connectionCount: () => number;
}

/** The listener for phones: open exactly while the settings say so. */
export interface PhoneListener extends PhoneRelay, AsyncDisposable {
  /** Resolves when it is open, off, or has failed for the first time. */
  readonly settled: Promise<void>;
  /** Something that is part of the status has changed. */
  readonly changed: () => void;
}

const addressLookMs = 5_000;

type State =
  | { readonly kind: "off" | "opening" }
  | { readonly kind: "open"; readonly server: PhoneServer; readonly since: number; readonly bound: string }
  | { readonly kind: "failed"; readonly code: string; readonly userMessage: string; readonly reason: string };

/**
 * Follows the settings and the certificate: opens, closes, moves to another port. What fails is tried again by itself, at growing
 * intervals, and at once when settings or certificate change. One thing at a time: changes that come meanwhile are seen afterwards.
 */
export function createPhoneListener(deps: PhoneListenerDeps): PhoneListener {
  const { certificates, log, open, phoneSettings, tellPhoneProblem } = deps;
  const value = createLatestValue();
  const settled = Promise.withResolvers<void>();
  // The machine's addresses may change at any time, and nobody tells.
  const addressLook = setInterval(value.changed, addressLookMs).unref();
  const retry = createRetry(() => look());
  let state: State = { kind: "off" };
  let isEnding = false;
  let work: Promise<void> | undefined;
  let isStale = false;

  const enter = (next: State): void => {
    state = next;
    if (next.kind !== "opening") tellPhoneProblem(next.kind === "failed" ? next.userMessage : null);
    value.changed();
  };
  const close = async (next: "off" | "opening"): Promise<void> => {
    const before = state;
    if (before.kind !== next) enter({ kind: next });
    if (before.kind !== "open") return;
    await before.server[Symbol.asyncDispose]();
    log.info("The listener for phones is closed");
  };
  const reconcile = async (): Promise<void> => {
    const { enabled, port, address } = phoneSettings.current();
    const bound = JSON.stringify([port, address]);
    if (isEnding || !enabled) return await close("off");
    try {
      if (state.kind === "open" && state.bound === bound) {
        await state.server.refresh();
        tellPhoneProblem(null);
        value.changed();
        return;
      }
      await close("opening");
      const server = await open({ port, address });
      enter({ kind: "open", server, since: Date.now(), bound });
      retry.succeeded();
      log.info("Phones can connect", { url: server.status().url });
    } catch (error) {
      const problem = await explainPhoneProblem(error, { port, address, language: deps.language(), log });
      log.warn("Phones cannot connect", { code: problem.code, reason: problem.reason });
      // A listener that is open keeps what it has: an old certificate is better than none.
      if (state.kind === "open") tellPhoneProblem(problem.userMessage);
      else enter({ kind: "failed", ...problem });
      retry.failed();
    }
  };
  const follow = async (): Promise<void> => {
    try {
      while (isStale) {
        isStale = false;
        await reconcile();
      }
    } catch (error) {
      log.error("The listener for phones does not follow its settings", { error });
    } finally {
      // In the same breath as the last look at `isStale`: what comes now begins anew.
      work = undefined;
      settled.resolve();
    }
  };
  const look = (): void => {
    isStale = true;
    work ??= follow();
  };
  const lookAfresh = (): void => {
    retry.reset();
    look();
  };
  // Whoever does not want phones has no certificate made, and nothing watched for it.
  let certificateChanges: Disposable | undefined;
  const followSettings = (): void => {
    if (phoneSettings.current().enabled) certificateChanges ??= certificates.onChange(lookAfresh);
    else {
      certificateChanges?.[Symbol.dispose]();
      certificateChanges = undefined;
    }
    lookAfresh();
  };
  const settingsChanges = phoneSettings.onChange(followSettings);
  followSettings();

  const status = (): RelayStatus => {
    if (state.kind !== "open") return state;
    return { kind: "open", since: state.since, ...state.server.status(), connections: deps.connectionCount() };
  };
  return {
    status,
    statusChanges: (signal) => value.follow(status, signal),
    settled: settled.promise,
    changed: value.changed,
    [Symbol.asyncDispose]: async () => {
      isEnding = true;
      clearInterval(addressLook);
      settingsChanges[Symbol.dispose]();
      certificateChanges?.[Symbol.dispose]();
      retry[Symbol.dispose]();
      look();
      await work;
    },
  };
}
