import { Pencil, Trash2 } from "lucide-react";
import type { ModelAlias, ModelPurpose } from "#shared/configuration/modelSettings.ts";
import type { Model } from "#shared/contract/models.ts";
import { formatTime } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { purposeTitle } from "../purposeTitle.ts";

export interface ModelRowProps {
  readonly alias: ModelAlias;
  /** What the server says of it; not yet known right after it was added. */
  readonly model: Model | undefined;
  /** What it was chosen for; what only falls to the default one is not listed. */
  readonly purposes: readonly ModelPurpose[];
  readonly fallbackName: string | undefined;
  readonly canChange: boolean;
  readonly onTest: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** One model: its name, how it fares, what it is used for. */
export function ModelRow({ alias, model, purposes, fallbackName, canChange, onTest, onEdit, onRemove }: ModelRowProps) {
  const t = useText();
  const language = useLanguage();
  const context = new Intl.NumberFormat(language, { notation: "compact" }).format(alias.contextTokens);
  const facts = [
    t("models.windowOf", { tokens: context }),
    ...(fallbackName === undefined ? [] : [t("models.fallsBackTo", { name: fallbackName })]),
    ...(purposes.length > 0
      ? [
          t("models.usedFor", {
            purposes: purposes.map((purpose) => purposeTitle(t, purpose)).join(t("models.comma")),
          }),
        ]
      : []),
  ];
  return (
    <li className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-3 last:border-b-0 max-wide:flex-wrap max-wide:pb-1">
      <div className="min-w-0 flex-1 max-wide:basis-full">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium">{alias.name}</span>
          {alias.model !== alias.name && alias.model !== "" && (
            <span className="mono truncate text-12 text-muted">{alias.model}</span>
          )}
        </p>
        <p className="figures text-12 text-muted">{facts.join(" · ")}</p>
        {model && <ModelState state={model.state} />}
      </div>
      <Button size="small" aria-label={t("models.testOf", { name: alias.name })} onClick={onTest}>
        {t("models.test")}
      </Button>
      <IconButton
        icon={Pencil}
        label={t("models.editOf", { name: alias.name })}
        disabled={!canChange}
        onClick={onEdit}
        className="ml-1"
      />
      <IconButton
        icon={Trash2}
        label={t("models.removeOf", { name: alias.name })}
        disabled={!canChange}
        onClick={onRemove}
      />
    </li>
  );
}

/** Only what is out of the ordinary is said: a ready model needs no words. */
function ModelState({ state }: { readonly state: Model["state"] }) {
  const t = useText();
  const language = useLanguage();
  if (state.kind === "ready") return null;
  const label =
    state.kind === "unusable"
      ? t("models.unusable", { reason: state.reason })
      : t("models.resting", { time: formatTime(state.until, language), reason: state.reason });
  return (
    <p className="text-12">
      <StatusDot shape={state.kind === "unusable" ? "failed" : "warning"} label={label} />
    </p>
  );
}
