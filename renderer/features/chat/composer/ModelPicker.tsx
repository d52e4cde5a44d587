import { Check, ChevronDown, Settings2 } from "lucide-react";
import type { Model } from "#shared/contract/models.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { modelForChat } from "../setup/modelForChat.ts";
import { useChat } from "../useChat.ts";

export interface ModelPickerProps {
  /** Null is the model for chat. */
  readonly chosen: string | null;
  readonly onChoose: (key: string | null) => void;
  readonly isDisabled: boolean;
}

/** Which model answers; one that rests or cannot be used says so. */
export function ModelPicker({ chosen, onChoose, isDisabled }: ModelPickerProps) {
  const t = useText();
  const { router } = useShell();
  const models = useChat((state) => state.models) ?? [];
  const usual = modelForChat(models);
  const current = models.find(({ key }) => key === chosen);
  const name = current?.name ?? (chosen === null ? (usual?.name ?? t("chat.noModel")) : chosen);
  const item = (key: string | null, label: string, isChosen: boolean, isUnusable = false): MenuItem => ({
    kind: "action",
    id: key ?? "usual",
    label,
    isDisabled: isUnusable,
    ...(isChosen ? { icon: Check } : {}),
    onSelect: () => onChoose(key),
  });
  const items: readonly MenuItem[] = [
    ...(usual ? [item(null, t("chat.usualModel", { model: usual.name }), chosen === null)] : []),
    ...models.map((model) =>
      item(
        model.key,
        `${model.name} · ${model.provider.name}${stateText(model, t)}`,
        model.key === chosen,
        model.state.kind === "unusable",
      ),
    ),
    { kind: "separator", id: "settings" },
    {
      kind: "action",
      id: "models",
      label: t("chat.openModels"),
      icon: Settings2,
      onSelect: () => router.navigate(["models"]),
    },
  ];
  return (
    <Menu items={items} align="start" side="top">
      <button
        type="button"
        disabled={isDisabled}
        aria-label={t("chat.modelNamed", { model: name })}
        className="flex h-7 min-w-0 items-center gap-1 rounded px-2 text-12 text-muted hover:bg-hover hover:text-text disabled:opacity-50 max-wide:h-11"
      >
        <span className="max-w-48 truncate">{name}</span>
        <ChevronDown size={12} className="shrink-0" aria-hidden />
      </button>
    </Menu>
  );
}

function stateText({ state }: Model, t: ReturnType<typeof useText>): string {
  switch (state.kind) {
    case "ready":
      return "";
    case "resting":
      return ` · ${t("chat.modelResting")}`;
    case "unusable":
      return ` · ${t("chat.modelUnusable")}`;
  }
}
