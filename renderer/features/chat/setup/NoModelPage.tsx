import { Bot, RefreshCw } from "lucide-react";
import { useEffect } from "react";
import type { ModelOffer } from "#shared/contract/models.ts";
import { useText } from "../../../i18n/useText.ts";
import { fragmentOf } from "../../../shell/router.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { useOffers } from "./useOffers.ts";

/** No model is set up: what is needed, what this machine has already, and the way to everything else. */
export function NoModelPage() {
  const t = useText();
  const mayConfigure = useMay("admin");
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-140 flex-col gap-4 px-4 py-10 max-wide:py-6">
        <div className="flex size-10 items-center justify-center rounded border border-line bg-surface text-muted">
          <Bot size={20} strokeWidth={1.5} aria-hidden />
        </div>
        <div>
          <h2 className="text-20 font-semibold">{t("chat.noModelTitle")}</h2>
          <p className="mt-1 text-13 text-muted">{t("chat.noModelBody")}</p>
        </div>
        {mayConfigure ? <Offers /> : <p className="text-13 text-muted">{t("chat.noModelAsk")}</p>}
        {mayConfigure && (
          <section>
            <h3 className="text-13 font-semibold">{t("chat.otherProviders")}</h3>
            <p className="mt-1 text-13 text-muted">{t("chat.otherProvidersBody")}</p>
            <a
              href={fragmentOf(["models"])}
              className="mt-3 inline-flex h-8 items-center rounded border border-line-strong bg-raised px-3 text-13 font-medium text-text no-underline hover:bg-hover max-wide:h-11"
            >
              {t("chat.openModels")}
            </a>
          </section>
        )}
      </div>
    </div>
  );
}

/** Local servers and installed tools: each one press away. */
function Offers() {
  const t = useText();
  const { state, look, add, adding, problem } = useOffers();
  useEffect(() => {
    void look();
  }, [look]);
  return (
    <section aria-label={t("chat.foundHere")}>
      <div className="mb-2 flex items-center gap-2">
        <h3 className="flex-1 text-13 font-semibold">{t("chat.foundHere")}</h3>
        <Button size="small" look="ghost" disabled={state.kind === "looking"} onClick={() => void look()}>
          <RefreshCw size={14} aria-hidden />
          {t("chat.lookAgain")}
        </Button>
      </div>
      {state.kind === "looking" && (
        <p role="status" className="flex items-center gap-2 text-13 text-muted">
          <Spinner /> {t("chat.lookingForModels")}
        </p>
      )}
      {state.kind === "found" && state.offers.length === 0 && (
        <p className="text-13 text-muted">{t("chat.nothingFound")}</p>
      )}
      {state.kind === "failed" && (
        <p role="alert" className="text-13 text-danger">
          {state.reason}
        </p>
      )}
      {state.kind === "found" && state.offers.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded border border-line">
          {state.offers.map((offer) => (
            <Offer
              key={offer.provider.key}
              offer={offer}
              isBusy={adding === offer.provider.key}
              isDisabled={adding !== null}
              onAdd={() => void add(offer)}
            />
          ))}
        </ul>
      )}
      {problem !== null && (
        <p role="alert" className="mt-2 text-13">
          <StatusDot shape="failed" label={problem} className="text-danger" />
        </p>
      )}
    </section>
  );
}

interface OfferProps {
  readonly offer: ModelOffer;
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onAdd: () => void;
}

function Offer({ offer: { provider, aliases, found }, isBusy, isDisabled, onAdd }: OfferProps) {
  const t = useText();
  const names = aliases.map(({ name }) => name);
  return (
    <li className="flex items-center gap-3 bg-surface px-3 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="text-13 font-medium">{provider.name}</p>
        <p className="mono truncate text-12 text-muted">{found}</p>
        {names.length > 0 && (
          <p className="truncate text-12 text-muted">
            {t("chat.offerModels", { names: names.slice(0, 4).join(", "), count: names.length })}
          </p>
        )}
      </div>
      <Button look="primary" isBusy={isBusy} disabled={isDisabled || aliases.length === 0} onClick={onAdd}>
        {t("chat.useThis")}
      </Button>
    </li>
  );
}
