import { useCallback, useState } from "react";
import type { ModelOffer } from "#shared/contract/models.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { changesForOffer } from "./changesForOffer.ts";

export type OffersState =
  | { readonly kind: "looking" }
  | { readonly kind: "found"; readonly offers: readonly ModelOffer[] }
  | { readonly kind: "failed"; readonly reason: string };

export interface Offers {
  readonly state: OffersState;
  readonly look: () => Promise<void>;
  /** Writes it into the configuration, then asks it for a word. */
  readonly add: (offer: ModelOffer) => Promise<void>;
  /** The provider that is being added. */
  readonly adding: string | null;
  /** What the test found, if it does not answer. */
  readonly problem: string | null;
}

/** What this machine has that could answer, and taking it into use. */
export function useOffers(): Offers {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const { settings, toasts } = useShell();
  const [state, setState] = useState<OffersState>({ kind: "looking" });
  const [adding, setAdding] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const look = useCallback(async () => {
    setState({ kind: "looking" });
    const outcome = await call("models.discover", (client, signal) => client.models.discover({}, { signal }), {
      label: t("chat.findModels"),
      isQuiet: true,
    });
    if (outcome.kind === "done") setState({ kind: "found", offers: outcome.value });
    if (outcome.kind === "failed") setState({ kind: "failed", reason: describeError(outcome.error, language) });
  }, [call, language, t]);

  const add = async (offer: ModelOffer): Promise<void> => {
    const first = offer.aliases[0];
    if (!first) return;
    setAdding(offer.provider.key);
    setProblem(null);
    const label = t("chat.addingModel", { name: offer.provider.name });
    const changes = changesForOffer(settings.getState()?.values ?? {}, offer);
    const saved = await call(
      `models.add:${offer.provider.key}`,
      (client, signal) => client.settings.update({ changes }, { signal }),
      { label },
    );
    if (saved.kind === "done") {
      const tested = await call(
        `models.test:${first.key}`,
        (client, signal) => client.models.test({ key: first.key }, { signal }),
        { label, isQuiet: true },
      );
      if (tested.kind === "done") {
        const failed = tested.value.steps.find((step) => step.state === "failed");
        if (tested.value.isUsable) toasts.show({ tone: "success", title: t("chat.modelReady", { name: first.name }) });
        else
          toasts.show({
            tone: "error",
            title: t("chat.modelNotReady", { name: first.name }),
            body: failed?.detail ?? "",
          });
      }
      if (tested.kind === "failed") setProblem(describeError(tested.error, language));
    }
    setAdding(null);
  };
  return { state, look, add, adding, problem };
}
