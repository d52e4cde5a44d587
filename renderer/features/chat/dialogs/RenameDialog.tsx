import { useState } from "react";
import type { Conversation } from "#shared/contract/chat.ts";
import { useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useChatActions } from "../useChatActions.ts";

/** Gives a conversation a title of one's own. */
export function RenameDialog({
  conversation,
  onClose,
}: {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}) {
  const t = useText();
  const { update } = useChatActions();
  const [title, setTitle] = useState(conversation.title);
  const [isBusy, setBusy] = useState(false);
  const isValid = title.trim() !== "";
  const save = async (): Promise<void> => {
    if (!isValid) return;
    setBusy(true);
    const outcome = await update(conversation.id, { title: title.trim() });
    setBusy(false);
    if (outcome.kind === "done") onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("chat.renameTitle")}
      closeLabel={t("app.close")}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="primary" isBusy={isBusy} disabled={!isValid} onClick={() => void save()}>
            {t("chat.rename")}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t("chat.titleField")}
          value={title}
          onChange={setTitle}
          maxLength={200}
          onFocus={(event) => event.currentTarget.select()}
        />
      </form>
    </Dialog>
  );
}
