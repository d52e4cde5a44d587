import { assertNever } from "#shared/assertNever.ts";
import { useSecondsUntil } from "../app/useSecondsUntil.ts";
import type { PairingFailure } from "../connection/phone/pairingState.ts";
import { useText } from "../i18n/useText.ts";

/** What a person reads about a failure, counting down where the server said how long to wait. */
export function useFailureText(failure: PairingFailure | null, retryAt: number | null): string | undefined {
  const t = useText();
  const seconds = useSecondsUntil(retryAt);
  switch (failure) {
    case null:
      return undefined;
    case "wrong-code":
      return t("pairing.wrongCode");
    case "wrong-link":
      return t("pairing.wrongLink");
    case "limited":
      return seconds === null ? t("pairing.limitedSome") : t("pairing.limited", { seconds });
    case "ended":
      return t("pairing.ended");
    case "rejected":
      return t("pairing.rejected");
    case "unreachable":
      return t("pairing.unreachable");
    case "faulty":
      return t("pairing.faulty");
    case "mismatch":
      return t("pairing.mismatch");
    case "no-storage":
      return t("pairing.noStorage");
    default:
      return assertNever(failure);
  }
}
