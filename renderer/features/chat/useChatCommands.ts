import { MessageSquarePlus, Square } from "lucide-react";
import { useMemo } from "react";
import type { Action } from "../../shell/actions.ts";
import { useActions, useMay, useShell } from "../../shell/shell.ts";
import { useChatModel } from "./useChat.ts";
import { useChatActions } from "./useChatActions.ts";

/** Ctrl+N opens a window in browsers, which no page may prevent: there only the first of the two works. */
export const newChatShortcuts = ["Alt+Shift+C", "Mod+N"] as const;

/** Registers what can be done with chats: the palette lists it, keys run it. */
export function useChatCommands(): void {
  const { router } = useShell();
  const model = useChatModel();
  const actions = useChatActions();
  const mayChange = useMay("steer");
  useActions(
    useMemo((): readonly Action[] => {
      const answering = (): string | null => {
        const [page, id] = router.store.getState();
        const state = page === "chat" ? model.store.getState().list.byId.get(id ?? "")?.state : undefined;
        return id !== undefined && (state === "answering" || state === "asking") ? id : null;
      };
      return [
        {
          id: "chat.new",
          title: (t) => t("chat.new"),
          group: (t) => t("chat.title"),
          icon: MessageSquarePlus,
          shortcuts: newChatShortcuts,
          when: () => mayChange,
          run: actions.begin,
        },
        {
          id: "chat.stop",
          title: (t) => t("chat.stop"),
          group: (t) => t("chat.title"),
          icon: Square,
          shortcuts: ["Mod+."],
          when: () => mayChange && answering() !== null,
          run: () => {
            const id = answering();
            if (id !== null) void actions.stop(id);
          },
        },
      ];
    }, [actions, mayChange, model, router]),
  );
}
