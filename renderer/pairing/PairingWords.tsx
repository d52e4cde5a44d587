import { useSecondsUntil } from "../app/useSecondsUntil.ts";
import type { PairingState } from "../connection/phone/pairingState.ts";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { FourWords } from "./FourWords.tsx";
import { formatLeft } from "./formatLeft.ts";
import { PairingCard } from "./PairingCard.tsx";

export interface PairingWordsProps {
  readonly state: Extract<PairingState, { kind: "comparing" }>;
  readonly onCancel: () => void;
}

/** The four words, and the wait for the desktop. */
export function PairingWords({ state: { words, expiresAt, isReached }, onCancel }: PairingWordsProps) {
  const t = useText();
  const seconds = useSecondsUntil(expiresAt) ?? 0;
  return (
    <PairingCard title={t("pairing.compareTitle")} body={t("pairing.compareBody")}>
      <div className="mt-5">
        <FourWords words={words} />
      </div>
      <p role="status" className="mt-5 flex items-start gap-2 text-muted">
        <Spinner className="mt-1" />
        <span>{isReached ? t("pairing.waiting") : t("pairing.unreachedNow")}</span>
      </p>
      <p className="figures mt-1 text-12 text-muted">{t("pairing.timeLeft", { time: formatLeft(seconds) })}</p>
      <Button onClick={onCancel} className="mt-5 w-full">
        {t("pairing.cancel")}
      </Button>
    </PairingCard>
  );
}
