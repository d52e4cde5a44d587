import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import type { ModelSettings } from "../useModelSettings.ts";
import { acceptOffer, newOffers } from "./offers.ts";
import type { Discovery } from "./useDiscovery.ts";

export interface OffersProps {
  readonly discovery: Discovery;
  readonly settings: ModelSettings;
  readonly canAdd: boolean;
}

/** Local servers and installed tools that could answer, each added with one press. */
export function Offers({ discovery, settings, canAdd }: OffersProps) {
  const t = useText();
  const [adding, setAdding] = useState<string | null>(null);
  const offers = newOffers(discovery.offers, settings.configuration);
  return (
    <section aria-labelledby="models-found">
      <div className="flex items-center gap-1">
        <h2 id="models-found" className="font-semibold">
          {t("models.found")}
        </h2>
        <IconButton
          icon={RefreshCw}
          label={t("models.lookAgain")}
          disabled={discovery.isLooking}
          onClick={discovery.look}
        />
      </div>
      {offers.length === 0 ? (
        <p role="status" className="text-muted">
          {discovery.isLooking ? t("models.looking") : t("models.foundNothing")}
        </p>
      ) : (
        <ul className="mt-2 rounded border border-line">
          {offers.map((offer) => (
            <li
              key={`${offer.provider.key} ${offer.found}`}
              className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0"
            >
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{offer.provider.name}</p>
                <p className="mono truncate text-12 text-muted">{offer.found}</p>
                <p className="truncate text-12 text-muted">
                  {offer.provider.kind === "tool"
                    ? t("models.offerTool")
                    : t("models.offerModels", { count: offer.aliases.length })}
                </p>
              </div>
              <Button
                size="small"
                disabled={!canAdd}
                isBusy={adding === offer.found}
                aria-label={t("models.addOf", { name: offer.provider.name })}
                onClick={() => {
                  setAdding(offer.found);
                  void settings.save(acceptOffer(offer, settings.configuration)).then(() => setAdding(null));
                }}
              >
                {t("models.add")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
