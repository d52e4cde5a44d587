import { assertNever } from "#shared/assertNever.ts";
import type { LossCause } from "../connection/connectionState.ts";
import { useConnectionState } from "../connection/useConnection.ts";
import type { Translate } from "../i18n/texts.ts";
import { useText } from "../i18n/useText.ts";
import { useSecondsUntil } from "./useSecondsUntil.ts";

/** Where the connection stands, in words, with the seconds to the next try. */
export function useConnectionText(): string {
  const state = useConnectionState();
  const t = useText();
  const nextAt = state.kind === "connecting" || state.kind === "reconnecting" ? state.nextAt : null;
  const seconds = useSecondsUntil(nextAt);
  switch (state.kind) {
    case "live":
      return t("connection.live");
    case "signedOut":
      return t("connection.signedOut");
    case "ended":
      return t("connection.ended");
    case "connecting":
      return seconds === null || state.cause === null
        ? t("connection.connecting")
        : waitingText(t, state.cause, seconds);
    case "reconnecting":
      return seconds === null ? t("connection.reconnecting") : waitingText(t, state.cause, seconds);
    default:
      return assertNever(state);
  }
}

function waitingText(t: Translate, cause: LossCause, seconds: number): string {
  switch (cause) {
    case "lost":
      return t("connection.reconnectingIn", { seconds });
    case "closing":
      return t("connection.closingIn", { seconds });
    case "unreachable":
      return t("connection.unreachableIn", { seconds });
    case "busy":
      return t("connection.busyIn", { seconds });
    case "limited":
      return t("connection.limitedIn", { seconds });
    case "faulty":
      return t("connection.faultyIn", { seconds });
    default:
      return assertNever(cause);
  }
}
