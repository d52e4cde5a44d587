import { assertNever } from "#shared/assertNever.ts";
import type { AttentionDelivery, AttentionSurface } from "#shared/contract/attention.ts";
import type { TextKey, Translate } from "../../i18n/texts.ts";

/** A way to reach a person, in words. */
export function surfaceText({ surface, label }: Pick<AttentionDelivery, "surface" | "label">, t: Translate): string {
  const name = surfaceName(surface, t);
  return label === "" || label === surface ? name : `${name} · ${label}`;
}

function surfaceName(surface: AttentionSurface, t: Translate): string {
  switch (surface) {
    case "desktop":
      return t("inbox.surfaceDesktop");
    case "inbox":
      return t("inbox.surfaceInbox");
    case "phone":
      return t("inbox.surfacePhone");
    case "push":
      return t("inbox.surfacePush");
    case "ntfy":
      return t("inbox.surfaceNtfy");
    case "webhook":
      return t("inbox.surfaceWebhook");
    default:
      return assertNever(surface);
  }
}

/** How far a delivery got, in a word. */
export function stateText(state: AttentionDelivery["state"], t: Translate): string {
  switch (state) {
    case "waiting":
      return t("inbox.stateWaiting");
    case "sent":
      return t("inbox.stateSent");
    case "delivered":
      return t("inbox.stateDelivered");
    case "seen":
      return t("inbox.stateSeen");
    case "answered":
      return t("inbox.stateAnswered");
    case "failed":
      return t("inbox.stateFailed");
    case "skipped":
      return t("inbox.stateSkipped");
    default:
      return assertNever(state);
  }
}

const reasons: Readonly<Record<string, TextKey>> = {
  "quiet-hours": "inbox.reasonQuietHours",
  presence: "inbox.reasonPresence",
  "at-the-desk": "inbox.reasonPresence",
  closed: "inbox.reasonClosed",
  settled: "inbox.reasonClosed",
  "not-connected": "inbox.reasonNotConnected",
  offline: "inbox.reasonNotConnected",
  "no-answer": "inbox.reasonNoAnswer",
  timeout: "inbox.reasonNoAnswer",
  gone: "inbox.reasonGone",
  "seen-elsewhere": "inbox.reasonSeenElsewhere",
};

/** Why a delivery waits, failed or was skipped: our own reasons in words, what another side said as it said it. */
export function reasonText(reason: string, t: Translate): string {
  const key = reasons[reason];
  return key === undefined || !isPlain(key) ? reason : t(key);
}

type PlainKey = Extract<TextKey, `inbox.reason${string}`>;

function isPlain(key: TextKey): key is PlainKey {
  return key.startsWith("inbox.reason");
}
