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

/** The reasons that main/attention gives, as docs/attention.md lists them; `http-<status>` is apart. */
const reasons: Readonly<Record<string, PlainKey>> = {
  "address-not-allowed": "inbox.reasonAddressNotAllowed",
  "at-desktop": "inbox.reasonAtDesktop",
  certificate: "inbox.reasonCertificate",
  "invalid-address": "inbox.reasonInvalidAddress",
  internal: "inbox.reasonInternal",
  "no-desktop": "inbox.reasonNoDesktop",
  "no-page": "inbox.reasonNoPage",
  "no-subscription": "inbox.reasonNoSubscription",
  "not-connected": "inbox.reasonNotConnected",
  "not-shown": "inbox.reasonNotShown",
  "page-open": "inbox.reasonPageOpen",
  "quiet-hours": "inbox.reasonQuietHours",
  revoked: "inbox.reasonRevoked",
  "secret-not-found": "inbox.reasonSecretNotFound",
  "secrets-unreachable": "inbox.reasonSecretsUnreachable",
  seen: "inbox.reasonSeen",
  settled: "inbox.reasonSettled",
  timeout: "inbox.reasonTimeout",
  "told-elsewhere": "inbox.reasonToldElsewhere",
  unreachable: "inbox.reasonUnreachable",
};

/** Why a delivery waits, failed or was skipped. */
export function reasonText(reason: string, t: Translate): string {
  const status = /^http-(\d{3})$/.exec(reason)?.[1];
  if (status !== undefined) return t("inbox.reasonHttp", { status });
  const key = reasons[reason];
  return key === undefined ? reason : t(key);
}

type PlainKey = Exclude<Extract<TextKey, `inbox.reason${string}`>, "inbox.reasonHttp">;
