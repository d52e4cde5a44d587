import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import type { ModelAlias, ModelProvider } from "#shared/configuration/modelSettings.ts";
import { useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { FixedNote } from "../FixedNote.tsx";
import { withoutModels } from "../modelConfiguration.ts";
import { useSecrets } from "../secrets/useSecrets.ts";
import { useFollowed } from "../useFollowed.ts";
import type { ModelSettings } from "../useModelSettings.ts";
import { ModelDialog } from "./ModelDialog.tsx";
import { Offers } from "./Offers.tsx";
import { ProviderDialog } from "./ProviderDialog.tsx";
import { type ProviderActions, ProviderSection } from "./ProviderSection.tsx";
import { Purposes } from "./Purposes.tsx";
import { TestDialog } from "./TestDialog.tsx";
import { useDiscovery } from "./useDiscovery.ts";

/** What is open above the list. */
type Open =
  | { readonly kind: "provider"; readonly provider: ModelProvider | null }
  | { readonly kind: "model"; readonly provider: ModelProvider; readonly alias: ModelAlias | null }
  | { readonly kind: "test"; readonly key: string }
  | { readonly kind: "remove-provider"; readonly provider: ModelProvider }
  | { readonly kind: "remove-model"; readonly alias: ModelAlias };

/** The providers with their models, what was found on this machine, and which model is for what. */
export function ProvidersPanel({ settings }: { readonly settings: ModelSettings }) {
  const t = useText();
  const [open, setOpen] = useState<Open | null>(null);
  const secrets = useSecrets();
  const discovery = useDiscovery();
  const { value: models } = useFollowed((client, signal) => client.models.changes(undefined, { signal }));
  const { providers, aliases, purposes } = settings.configuration;
  const providersFixed = settings.fixedBy("models.providers");
  const modelsFixed = settings.fixedBy("models.aliases");
  const canAdd = providersFixed === null && modelsFixed === null;
  const actions: ProviderActions = {
    editProvider: (provider) => setOpen({ kind: "provider", provider }),
    removeProvider: (provider) => setOpen({ kind: "remove-provider", provider }),
    addModel: (provider) => setOpen({ kind: "model", provider, alias: null }),
    editModel: (provider, alias) => setOpen({ kind: "model", provider, alias }),
    removeModel: (alias) => setOpen({ kind: "remove-model", alias }),
    test: ({ key }) => setOpen({ kind: "test", key }),
  };
  const add = (
    <Button look="primary" disabled={!canAdd} onClick={() => setOpen({ kind: "provider", provider: null })}>
      <Plus size={14} aria-hidden />
      {t("models.addProvider")}
    </Button>
  );
  return (
    <div className="flex max-w-[800px] flex-col gap-8 px-4 py-4">
      {providers.length === 0 ? (
        <EmptyState icon={Bot} title={t("models.emptyTitle")} body={t("models.emptyBody")} action={add} />
      ) : (
        <section aria-labelledby="models-providers" className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 id="models-providers" className="font-semibold">
              {t("models.providers")}
            </h2>
            {add}
          </div>
          <FixedNote source={providersFixed ?? modelsFixed} />
          {providers.map((provider) => (
            <ProviderSection
              key={provider.key}
              provider={provider}
              aliases={aliases.filter((alias) => alias.provider === provider.key)}
              models={models ?? []}
              purposes={purposes}
              secrets={secrets.known}
              canChangeProvider={providersFixed === null}
              canChangeModels={modelsFixed === null}
              actions={actions}
            />
          ))}
        </section>
      )}
      {aliases.length > 0 && <Purposes settings={settings} />}
      <Offers discovery={discovery} settings={settings} canAdd={canAdd} />
      {open?.kind === "provider" && (
        <ProviderDialog
          provider={open.provider}
          settings={settings}
          secrets={secrets}
          offers={discovery.offers}
          onClose={() => setOpen(null)}
          onSaved={(added) => setOpen(added === null ? null : { kind: "test", key: added })}
        />
      )}
      {open?.kind === "model" && (
        <ModelDialog
          provider={open.provider}
          alias={open.alias}
          settings={settings}
          known={discovery.offers
            .filter(({ provider }) => provider.key === open.provider.key)
            .flatMap((offer) => offer.aliases.map(({ model }) => model))}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "test" && (
        <TestDialog
          model={{ key: open.key, name: aliases.find(({ key }) => key === open.key)?.name ?? open.key }}
          onClose={() => setOpen(null)}
        />
      )}
      <RemoveDialogs open={open} settings={settings} onClose={() => setOpen(null)} />
    </div>
  );
}

interface RemoveDialogsProps {
  readonly open: Open | null;
  readonly settings: ModelSettings;
  readonly onClose: () => void;
}

function RemoveDialogs({ open, settings, onClose }: RemoveDialogsProps) {
  const t = useText();
  const { configuration, save } = settings;
  const provider = open?.kind === "remove-provider" ? open.provider : null;
  const alias = open?.kind === "remove-model" ? open.alias : null;
  const confirm = (): void => {
    onClose();
    if (alias) void save(withoutModels(configuration, ({ key }) => key === alias.key));
    if (!provider) return;
    void save({
      ...withoutModels(configuration, (one) => one.provider === provider.key),
      "models.providers": configuration.providers.filter(({ key }) => key !== provider.key),
    });
  };
  return (
    <ConfirmDialog
      isOpen={provider !== null || alias !== null}
      onClose={onClose}
      onConfirm={confirm}
      title={t("models.removeTitle", { name: provider?.name ?? alias?.name ?? "" })}
      body={provider ? t("models.removeProviderBody") : t("models.removeModelBody")}
      confirmLabel={t("models.remove")}
      cancelLabel={t("app.cancel")}
      isDangerous
    />
  );
}
