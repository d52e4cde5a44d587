import { useEffect, useEffectEvent, useState } from "react";
import type { PhoneCrypto } from "../connection/phone/phoneCrypto.ts";
import { useText } from "../i18n/useText.ts";
import { useShell } from "../shell/shell.ts";
import { PairingCard } from "./PairingCard.tsx";
import { PairingFailed } from "./PairingFailed.tsx";
import { PairingForm } from "./PairingForm.tsx";
import { PairingWords } from "./PairingWords.tsx";
import { permissionsLine } from "./permissionTexts.ts";
import type { PhoneDesk } from "./phoneDesk.ts";
import { usePairing } from "./usePairing.ts";

export interface PairingPageProps {
  readonly desk: PhoneDesk;
  /** The secret of the link that was opened, empty if unreadable; null where a code is to be typed. */
  readonly secret: string | null;
  /** The way back, where there is one. */
  readonly onLeave: (() => void) | null;
  readonly onPaired: () => void;
}

/** Pairs this phone, step by step. Nothing is sent before a person begins. */
export function PairingPage(props: PairingPageProps) {
  const t = useText();
  const { crypto } = props.desk;
  if (!crypto) return <PairingCard title={t("pairing.insecureTitle")} body={t("pairing.insecure")} />;
  return <Steps {...props} crypto={crypto} />;
}

function Steps({ desk, secret, crypto, onLeave, onPaired }: PairingPageProps & { readonly crypto: PhoneCrypto }) {
  const { toasts } = useShell();
  const t = useText();
  // A link that failed is not tried twice: the code is the other way.
  const [isLinkUsed, setLinkUsed] = useState(false);
  const { state, begin, cancel, again } = usePairing(desk, crypto, secret === "");
  const isPaired = state.kind === "paired";

  const finish = useEffectEvent(() => {
    if (state.kind !== "paired") return;
    const permissions = permissionsLine(t, state.scopes);
    toasts.show({ tone: "success", title: t("pairing.paired"), body: t("pairing.pairedMay", { permissions }) });
    onPaired();
  });
  useEffect(() => {
    if (isPaired) finish();
  }, [isPaired]);

  switch (state.kind) {
    case "asking":
    case "beginning":
      return (
        <PairingForm
          secret={isLinkUsed ? null : secret}
          isBusy={state.kind === "beginning"}
          failure={state.kind === "asking" ? state : null}
          onBegin={begin}
          onLeave={onLeave}
        />
      );
    case "comparing":
      return <PairingWords state={state} onCancel={cancel} />;
    case "paired":
      return <PairingCard title={t("pairing.paired")} body={null} />;
    case "failed":
      return (
        <PairingFailed
          failure={state.failure}
          onAgain={() => {
            setLinkUsed(true);
            again();
          }}
          onLeave={onLeave}
        />
      );
  }
}
