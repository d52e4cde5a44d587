import { Download, FileJson, Pencil, Pin, PinOff, ScrollText, Trash2 } from "lucide-react";
import { useCallback } from "react";
import type { Conversation } from "#shared/contract/chat.ts";
import { useText } from "../../i18n/useText.ts";
import { useMay } from "../../shell/shell.ts";
import type { MenuItem } from "../../ui/Menu.tsx";
import { useChatModel } from "./useChat.ts";
import { useChatActions } from "./useChatActions.ts";

/** The menu of a conversation: the same in the list and above its messages. */
export function useConversationMenu(): (conversation: Conversation) => readonly MenuItem[] {
  const t = useText();
  const model = useChatModel();
  const actions = useChatActions();
  const mayChange = useMay("steer");
  return useCallback(
    (conversation) => {
      const { id, isPinned } = conversation;
      return [
        {
          kind: "action",
          id: "rename",
          label: t("chat.rename"),
          icon: Pencil,
          isDisabled: !mayChange,
          onSelect: () => model.setDialog({ kind: "rename", conversation }),
        },
        {
          kind: "action",
          id: "pin",
          label: isPinned ? t("chat.unpin") : t("chat.pin"),
          icon: isPinned ? PinOff : Pin,
          isDisabled: !mayChange,
          onSelect: () => void actions.update(id, { isPinned: !isPinned }),
        },
        {
          kind: "action",
          id: "prompt",
          label: t("chat.systemPrompt"),
          icon: ScrollText,
          isDisabled: !mayChange,
          onSelect: () => model.setDialog({ kind: "prompt", conversation: id }),
        },
        { kind: "separator", id: "one" },
        {
          kind: "action",
          id: "markdown",
          label: t("chat.exportMarkdown"),
          icon: Download,
          onSelect: () => void actions.exportAs(id, "markdown"),
        },
        {
          kind: "action",
          id: "json",
          label: t("chat.exportJson"),
          icon: FileJson,
          onSelect: () => void actions.exportAs(id, "json"),
        },
        { kind: "separator", id: "two" },
        {
          kind: "action",
          id: "delete",
          label: t("chat.delete"),
          icon: Trash2,
          isDangerous: true,
          isDisabled: !mayChange,
          onSelect: () => void actions.remove(conversation),
        },
      ];
    },
    [t, model, actions, mayChange],
  );
}
