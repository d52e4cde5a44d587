import type { PairingFailure } from "../connection/phone/pairingState.ts";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";
import { useFailureText } from "./failureText.ts";
import { PairingCard } from "./PairingCard.tsx";

export interface PairingFailedProps {
  readonly failure: PairingFailure;
  readonly onAgain: () => void;
  readonly onLeave: (() => void) | null;
}

/** Why it came to nothing, and the way on: another link is opened by scanning it, a code is typed here. */
export function PairingFailed({ failure, onAgain, onLeave }: PairingFailedProps) {
  const t = useText();
  const body = useFailureText(failure, null);
  const title =
    failure === "rejected"
      ? t("pairing.rejectedTitle")
      : failure === "mismatch"
        ? t("pairing.mismatchTitle")
        : t("pairing.failedTitle");
  return (
    <PairingCard title={title} body={null}>
      <p role="alert" className="mt-1 text-muted max-wide:text-15">
        {body}
      </p>
      <div className="mt-5 flex flex-col gap-2">
        <Button look="primary" onClick={onAgain} className="w-full">
          {t("pairing.typeCode")}
        </Button>
        {onLeave && (
          <Button look="ghost" onClick={onLeave} className="w-full">
            {t("pairing.notNow")}
          </Button>
        )}
      </div>
    </PairingCard>
  );
}
