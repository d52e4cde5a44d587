import type {
  AttentionAnswer,
  AttentionChoice,
  AttentionEvent,
  AttentionItem,
  AttentionKind,
  AttentionPlace,
  PushSubscription,
} from "#shared/contract/attention.ts";
import type { Caller } from "../core/caller.ts";

/** What a source knows when somebody is needed. */
export interface AttentionRequest {
  readonly kind: AttentionKind;
  readonly place: AttentionPlace;
  readonly who: string;
  readonly tool?: string | undefined;
  /** Cut to the contract's limits, control characters removed. */
  readonly text: string;
  readonly detail?: string | undefined;
  readonly choices?: readonly AttentionChoice[] | undefined;
  readonly acceptsText?: boolean | undefined;
  /** An open item with the same key is updated (same kind) or replaced instead of standing beside it. */
  readonly key?: string | undefined;
}

export type CloseReason = NonNullable<AttentionItem["closedBy"]>;

/** How an item ended, as its source is told. */
export type AttentionOutcome =
  | { readonly kind: "answered"; readonly answer: AttentionAnswer }
  | { readonly kind: "closed"; readonly by: CloseReason };

/** "Something needs you": raised by sources, delivered on every surface, answered exactly once. */
export interface Attention extends AsyncDisposable {
  /** Kept (database) before it resolves: it survives kill -9. */
  raise(request: AttentionRequest): Promise<AttentionItem>;
  /** Ends an open item; nothing happens if it is not open any more. */
  close(id: string, by: CloseReason): Promise<void>;
  /** Ends the open items of a session, of these kinds or all. */
  closeSession(session: string, by: CloseReason, kinds?: readonly AttentionKind[]): Promise<void>;
  /** Resolves when the item has ended, at once if it has; rejects with the signal's reason. */
  outcome(id: string, signal: AbortSignal): Promise<AttentionOutcome>;
  readonly openCount: number;
  /** Called at every change, for badge and notifications of the desktop. */
  onChange(listener: (item: AttentionItem) => void): Disposable;

  list(request: { state: "open" | "all"; before?: number | undefined; limit: number }): Promise<AttentionItem[]>;
  get(id: string): Promise<AttentionItem>;
  changes(caller: Caller, after: number | undefined, signal?: AbortSignal): AsyncIterable<AttentionEvent>;
  acknowledge(caller: Caller, ids: readonly string[], stage: "delivered" | "seen"): Promise<void>;
  answer(
    caller: Caller,
    request: { id: string; idempotencyKey: string; choice?: string | undefined; text?: string | undefined },
  ): Promise<AttentionItem>;
  dismiss(caller: Caller, id: string): Promise<AttentionItem>;
  pushKey(): Promise<string | null>;
  subscribePush(caller: Caller, subscription: PushSubscription): Promise<void>;
  unsubscribePush(caller: Caller): Promise<void>;
  /** Presence of one link; called with false when it ends. `link` identifies it. */
  presence(link: object, caller: Caller, isActive: boolean): void;
  test(): Promise<AttentionItem>;
  /** The desktop host's notifications: shown by it, acknowledged by what it calls. Absent in the headless host. */
  attachDesktop(notifier: DesktopNotifier): Disposable;
}

/** The `credentialId` of the caller that a system notification is: its buttons answer as `desktop`, the page of the window as `inbox`. */
export const notificationCredential = "desktop-notification";

/** The system's notifications, as the desktop host shows them. */
export interface DesktopNotifier {
  /** Shows or replaces the item's notification. Answers how it went: resolves when the system has shown it, rejects if it cannot. */
  show(item: AttentionItem): Promise<void>;
  /** Takes it away; nothing if it is not shown. */
  remove(id: string): void;
}
