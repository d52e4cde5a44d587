import { Pencil, Plus, Trash2 } from "lucide-react";
import { type ModelAlias, type ModelProvider, modelPurposes } from "#shared/configuration/modelSettings.ts";
import type { Model } from "#shared/contract/models.ts";
import type { SecretInfo } from "#shared/contract/secrets.ts";
import type { Translate } from "../../../i18n/texts.ts";
import { useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import type { ModelConfiguration } from "../modelConfiguration.ts";
import { ModelRow } from "./ModelRow.tsx";

/** What can be done with a provider and its models. */
export interface ProviderActions {
  readonly editProvider: (provider: ModelProvider) => void;
  readonly removeProvider: (provider: ModelProvider) => void;
  readonly addModel: (provider: ModelProvider) => void;
  readonly editModel: (provider: ModelProvider, alias: ModelAlias) => void;
  readonly removeModel: (alias: ModelAlias) => void;
  readonly test: (alias: ModelAlias) => void;
}

export interface ProviderSectionProps {
  readonly provider: ModelProvider;
  readonly aliases: readonly ModelAlias[];
  /** How they fare, as far as the server has said. */
  readonly models: readonly Model[];
  readonly purposes: ModelConfiguration["purposes"];
  readonly secrets: readonly SecretInfo[] | null;
  readonly canChangeProvider: boolean;
  readonly canChangeModels: boolean;
  readonly actions: ProviderActions;
}

/** A provider and its models below it. */
export function ProviderSection({
  provider,
  aliases,
  models,
  purposes,
  secrets,
  canChangeProvider,
  canChangeModels,
  actions,
}: ProviderSectionProps) {
  const t = useText();
  const headingId = `provider-${provider.key}`;
  return (
    <section aria-labelledby={headingId} className="rounded border border-line">
      <header className="flex items-center gap-1 border-b border-line bg-surface py-2 pr-2 pl-3 max-wide:py-1">
        <div className="min-w-0 flex-1">
          <h3 id={headingId} className="truncate font-semibold">
            {provider.name}
          </h3>
          <p className="flex flex-wrap gap-x-2 text-12 text-muted">
            <span className={provider.kind === "tool" ? "" : "mono break-all"}>{placeText(t, provider)}</span>
            <KeyState provider={provider} secrets={secrets} />
          </p>
        </div>
        <Button
          size="small"
          look="ghost"
          disabled={!canChangeModels}
          aria-label={t("models.addModelTo", { name: provider.name })}
          onClick={() => actions.addModel(provider)}
        >
          <Plus size={14} aria-hidden />
          {t("models.model")}
        </Button>
        <IconButton
          icon={Pencil}
          label={t("models.editProviderOf", { name: provider.name })}
          disabled={!canChangeProvider}
          onClick={() => actions.editProvider(provider)}
        />
        <IconButton
          icon={Trash2}
          label={t("models.removeOf", { name: provider.name })}
          disabled={!canChangeProvider || !canChangeModels}
          onClick={() => actions.removeProvider(provider)}
        />
      </header>
      {aliases.length === 0 && <p className="px-3 py-2.5 text-muted">{t("models.noModelsHere")}</p>}
      <ul>
        {aliases.map((alias) => (
          <ModelRow
            key={alias.key}
            alias={alias}
            model={models.find(({ key }) => key === alias.key)}
            purposes={modelPurposes.filter((purpose) => purposes[purpose] === alias.key)}
            fallbackName={models.find(({ key }) => key === alias.fallback)?.name ?? alias.fallback}
            canChange={canChangeModels}
            onTest={() => actions.test(alias)}
            onEdit={() => actions.editModel(provider, alias)}
            onRemove={() => actions.removeModel(alias)}
          />
        ))}
      </ul>
    </section>
  );
}

function placeText(t: Translate, provider: ModelProvider): string {
  return provider.kind === "tool" ? t("models.toolPlace", { tool: provider.tool }) : provider.baseUrl;
}

/** Where the key lies, or that it is missing: the usual reason why nothing answers. */
function KeyState({
  provider,
  secrets,
}: {
  readonly provider: ModelProvider;
  readonly secrets: readonly SecretInfo[] | null;
}) {
  const t = useText();
  if (provider.kind === "tool" || provider.apiKey === undefined) return null;
  const name = provider.apiKey.slice("secret:".length);
  const found = secrets?.find((secret) => secret.name === name);
  if (found) return <span>{found.place === "keychain" ? t("models.keyInKeychain") : t("models.keyInVault")}</span>;
  return secrets === null ? null : <span className="text-danger">{t("models.keyMissing", { name })}</span>;
}
