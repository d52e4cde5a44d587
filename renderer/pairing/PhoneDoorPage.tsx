import { useState } from "react";
import type { SignedOutReason } from "../connection/connectionState.ts";
import { useConnection } from "../connection/useConnection.ts";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { PairingCard } from "./PairingCard.tsx";
import { PairingPage } from "./PairingPage.tsx";
import type { PhoneDesk } from "./phoneDesk.ts";

/** Why a phone is outside. */
export type PhoneReason = Extract<
  SignedOutReason,
  "not-paired" | "revoked" | "other-server" | "insecure" | "no-storage"
>;

/** Tells the reasons of phones from those of browsers that sign in. */
export function isPhoneReason(reason: SignedOutReason): reason is PhoneReason {
  return ["not-paired", "revoked", "other-server", "insecure", "no-storage"].includes(reason);
}

/** Shown to a phone that is not let in: why, and the way on. Keys are kept until somebody pairs again or forgets them. */
export function PhoneDoorPage({ desk, reason }: { readonly desk: PhoneDesk; readonly reason: PhoneReason }) {
  const connection = useConnection();
  const t = useText();
  const [isPairing, setPairing] = useState(false);
  if (isPairing || reason === "not-paired")
    return (
      <PairingPage
        desk={desk}
        secret={null}
        onLeave={isPairing ? () => setPairing(false) : null}
        onPaired={connection.admitted}
      />
    );
  if (reason === "insecure") return <PairingCard title={t("pairing.insecureTitle")} body={t("pairing.insecure")} />;
  if (reason === "no-storage")
    return (
      <PairingCard title={t("pairing.noStorageTitle")} body={t("pairing.noStorage")}>
        <Button look="primary" onClick={connection.admitted} className="mt-5 w-full">
          {t("pairing.checkAgain")}
        </Button>
      </PairingCard>
    );
  return <Outside desk={desk} reason={reason} onPair={() => setPairing(true)} />;
}

function Outside({
  desk,
  reason,
  onPair,
}: {
  readonly desk: PhoneDesk;
  readonly reason: "revoked" | "other-server";
  readonly onPair: () => void;
}) {
  const connection = useConnection();
  const t = useText();
  const [isForgetting, setForgetting] = useState(false);
  const isRevoked = reason === "revoked";
  const forget = async (): Promise<void> => {
    setForgetting(false);
    for (const { serverKey } of await desk.store.list()) await desk.store.forget(serverKey);
    connection.admitted();
  };
  return (
    <PairingCard
      title={isRevoked ? t("pairing.revokedTitle") : t("pairing.otherServerTitle")}
      body={isRevoked ? t("pairing.revoked") : t("pairing.otherServer")}
    >
      {!isRevoked && <p className="mt-2 text-muted max-wide:text-15">{t("pairing.otherServerNew")}</p>}
      <div className="mt-5 flex flex-col gap-2">
        <Button look={isRevoked ? "primary" : "secondary"} onClick={onPair} className="w-full">
          {t("pairing.pairAgain")}
        </Button>
        <Button look={isRevoked ? "secondary" : "primary"} onClick={connection.admitted} className="w-full">
          {t("pairing.checkAgain")}
        </Button>
        <Button look="ghost" onClick={() => setForgetting(true)} className="w-full">
          {t("pairing.forget")}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isForgetting}
        onClose={() => setForgetting(false)}
        onConfirm={() => void forget()}
        title={t("pairing.forgetTitle")}
        body={t("pairing.forgetBody")}
        confirmLabel={t("pairing.forget")}
        cancelLabel={t("app.cancel")}
        isDangerous
      />
    </PairingCard>
  );
}
