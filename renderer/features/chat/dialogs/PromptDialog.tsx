import { useState } from "react";
import { z } from "zod";
import { useStore } from "zustand";
import { promptPreset } from "#shared/configuration/chatSettings.ts";
import { useText } from "../../../i18n/useText.ts";
import { fragmentOf } from "../../../shell/router.ts";
import { useShell } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { newConversation } from "../composer/drafts.ts";
import { useChat, useChatModel } from "../useChat.ts";
import { useChatActions } from "../useChatActions.ts";

const maximumLength = 32_000;

/** What the model is told before everything else: one of the presets, or words of one's own. */
export function PromptDialog({
  conversation: id,
  onClose,
}: {
  /** `new` for one that is being begun. */
  readonly conversation: string;
  readonly onClose: () => void;
}) {
  const t = useText();
  const { settings } = useShell();
  const model = useChatModel();
  const { update } = useChatActions();
  const known = useChat((state) => state.list.byId.get(id)?.systemPrompt);
  const presets = useStore(settings, (all) => all?.values["chat.presets"]);
  const [text, setText] = useState(known ?? model.drafts.of(id).systemPrompt);
  const [isBusy, setBusy] = useState(false);
  const offered = z.array(promptPreset).safeParse(presets).data ?? [];
  const save = async (): Promise<void> => {
    if (id === newConversation) {
      model.drafts.change(id, { systemPrompt: text });
      onClose();
      return;
    }
    setBusy(true);
    const outcome = await update(id, { systemPrompt: text });
    setBusy(false);
    if (outcome.kind === "done") onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("chat.systemPrompt")}
      description={t("chat.systemPromptBody")}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="primary" isBusy={isBusy} onClick={() => void save()}>
            {t("chat.savePrompt")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {offered.length > 0 ? (
          <fieldset aria-label={t("chat.presets")} className="flex flex-wrap gap-1.5">
            {offered.map((preset) => (
              <Button
                key={preset.key}
                size="small"
                aria-pressed={preset.text === text}
                onClick={() => setText(preset.text)}
              >
                {preset.name}
              </Button>
            ))}
          </fieldset>
        ) : (
          <p className="text-12 text-muted">
            {t("chat.noPresets")}{" "}
            <a href={fragmentOf(["settings", "chat"])} onClick={onClose}>
              {t("chat.editPresets")}
            </a>
          </p>
        )}
        <TextArea
          label={t("chat.systemPromptText")}
          isLabelHidden
          value={text}
          onChange={setText}
          maxLength={maximumLength}
          rows={8}
        />
      </div>
    </Dialog>
  );
}
