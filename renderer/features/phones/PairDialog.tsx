import { Copy } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { assertNever } from "#shared/assertNever.ts";
import type { PairingOffer, PairingState } from "#shared/contract/phones.ts";
import { useSecondsUntil } from "../../app/useSecondsUntil.ts";
import type { Translate } from "../../i18n/texts.ts";
import { useText } from "../../i18n/useText.ts";
import { formatLeft } from "../../pairing/formatLeft.ts";
import { useCall } from "../../shell/useCall.ts";
import { useCopy } from "../../shell/useCopy.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { PermissionChoice, usualPermissions } from "./PermissionChoice.tsx";
import { QrCode } from "./QrCode.tsx";
import { RelayProblem } from "./RelayProblem.tsx";
import { usePhones, usePhonesModel } from "./usePhones.ts";
import { useRelaySwitch } from "./useRelaySwitch.ts";

/** Invites one phone: turns the listener on where it is off, then shows the code, the link and the digits. What follows is RequestDialog's. */
export function PairDialog() {
  const t = useText();
  const model = usePhonesModel();
  const withdraw = useWithdraw();
  const relay = usePhones((state) => state.relay);
  const { turn } = useRelaySwitch();
  const hasAsked = useRef(false);
  const isOff = relay?.kind === "off";
  useEffect(() => {
    if (!isOff || hasAsked.current) return;
    hasAsked.current = true;
    void turn(true);
  }, [isOff, turn]);
  return (
    <Dialog
      isOpen
      onClose={() => {
        model.setPairing(false);
        withdraw();
      }}
      title={t("phones.pair")}
      description={t("phones.offerBody")}
      closeLabel={t("app.close")}
    >
      {relay?.kind === "open" ? (
        <Invitation address={relay.url} />
      ) : relay?.kind === "failed" ? (
        <RelayProblem status={relay} />
      ) : (
        <p role="status" className="flex items-center gap-2 py-8 text-muted">
          <Spinner /> {t("phones.turningOn")}
        </p>
      )}
    </Dialog>
  );
}

function Invitation({ address }: { readonly address: string }) {
  const t = useText();
  const call = useCall();
  const model = usePhonesModel();
  const chosen = usePhones((state) => state.chosen) ?? usualPermissions;
  const [made, setMade] = useState<PairingOffer | null>(null);
  const pairing = usePhones((state) => state.pairing);
  // What is chosen meanwhile goes along with the confirmation: the code on screen stays the same.
  const make = useCallback(async () => {
    const scopes = [...usualPermissions];
    const outcome = await call("phones.offer", (client, signal) => client.phones.offer({ scopes }, { signal }), {
      label: t("phones.offerMaking"),
    });
    if (outcome.kind === "done") setMade(outcome.value);
  }, [call, t]);
  useEffect(() => void make(), [make]);

  const end = made && pairing?.lastEnd?.offer === made.id ? pairing.lastEnd.reason : null;
  return (
    <div className="flex flex-col gap-5">
      {made && end === null && <OfferView offer={made} address={address} />}
      {end !== null && (
        <div role="alert" className="flex flex-col items-start gap-3 py-4">
          <p>{endText(t, end)}</p>
          <Button look="primary" onClick={() => void make()}>
            {t("phones.newCode")}
          </Button>
        </div>
      )}
      {!made && <Spinner label={t("phones.offerMaking")} className="py-8" />}
      <PermissionChoice chosen={chosen} onChange={model.choose} />
    </div>
  );
}

/**
 * Takes back the open invitations that no phone has used: nobody looks at them any more. Not when the dialog merely makes room for the
 * question about a phone, which has used one.
 */
function useWithdraw(): () => void {
  const model = usePhonesModel();
  const call = useCall();
  const t = useText();
  return () => {
    for (const { id } of model.store.getState().pairing?.offers ?? [])
      void call(`phones.withdraw:${id}`, (client, signal) => client.phones.withdraw({ id }, { signal }), {
        label: t("phones.pair"),
        isQuiet: true,
      });
  };
}

function OfferView({ offer, address }: { readonly offer: PairingOffer; readonly address: string }) {
  const t = useText();
  const copy = useCopy();
  const seconds = useSecondsUntil(offer.expiresAt) ?? 0;
  return (
    <div className="flex gap-5 max-wide:flex-col max-wide:items-center">
      <div className="size-52 shrink-0">
        <QrCode text={offer.link} label={t("phones.qrPair")} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-3 max-wide:w-full">
        <div className="min-w-0 max-w-full">
          <p className="text-muted">{t("phones.codeAt")}</p>
          <p className="mono mt-0.5 text-12 break-all select-all">{address}</p>
          <p className="mono mt-2 text-20 font-semibold tracking-widest select-all" data-testid="pairing-code">
            <span className="sr-only">{t("phones.code")}: </span>
            {offer.code.slice(0, 3)} {offer.code.slice(3)}
          </p>
        </div>
        <Button size="small" onClick={() => void copy(offer.link)}>
          <Copy size={14} aria-hidden />
          {t("phones.copyLink")}
        </Button>
        <p role="status" className="flex items-center gap-2 text-12 text-muted">
          <Spinner /> {t("phones.waitingForPhone")}
        </p>
        <p className="figures -mt-2 text-12 text-muted">{t("phones.timeLeft", { time: formatLeft(seconds) })}</p>
      </div>
    </div>
  );
}

type End = NonNullable<PairingState["lastEnd"]>["reason"];

function endText(t: Translate, end: End): string {
  switch (end) {
    case "expired":
      return t("phones.offerExpired");
    case "too-many-wrong-codes":
      return t("phones.offerTooMany");
    case "withdrawn":
      return t("phones.offerWithdrawn");
    case "rejected":
      return t("phones.offerRejected");
    default:
      return assertNever(end);
  }
}
