import { useText } from "../../i18n/useText.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { PromptDialog } from "./dialogs/PromptDialog.tsx";
import { RenameDialog } from "./dialogs/RenameDialog.tsx";
import { RunDialog } from "./dialogs/RunDialog.tsx";
import { AnswerText } from "./markdown/AnswerText.tsx";
import { useChat, useChatModel } from "./useChat.ts";

/** The dialog that is open, if one is. */
export function ChatDialogs() {
  const t = useText();
  const model = useChatModel();
  const dialog = useChat((state) => state.dialog);
  const close = (): void => model.setDialog({ kind: "none" });
  switch (dialog.kind) {
    case "none":
      return null;
    case "rename":
      return <RenameDialog conversation={dialog.conversation} onClose={close} />;
    case "prompt":
      return <PromptDialog key={dialog.conversation} conversation={dialog.conversation} onClose={close} />;
    case "run":
      return <RunDialog text={dialog.text} onClose={close} />;
    case "summary":
      return (
        <Dialog
          isOpen
          onClose={close}
          title={t("chat.summaryTitle")}
          description={t("chat.summaryBody")}
          closeLabel={t("app.close")}
        >
          <AnswerText text={dialog.text} isGrowing={false} />
        </Dialog>
      );
  }
}
