import { ChevronLeft, MessageSquare } from "lucide-react";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Composer } from "../composer/Composer.tsx";
import { newConversation } from "../composer/drafts.ts";
import { modelForChat } from "../setup/modelForChat.ts";
import { NoModelPage } from "../setup/NoModelPage.tsx";
import { useChat } from "../useChat.ts";

/** Where a conversation begins; without a model, what is needed for one. */
export function NewConversationPane() {
  const t = useText();
  const { router } = useShell();
  const models = useChat((state) => state.models);
  const hasNone = models !== null && models.length === 0;
  const usual = models && modelForChat(models);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-4 max-wide:h-13 max-wide:px-1">
        <IconButton
          icon={ChevronLeft}
          label={t("chat.backToList")}
          onClick={() => router.navigate(["chat"])}
          className="wide:hidden"
        />
        <h1 className="text-13 font-semibold max-wide:text-15">{t("chat.new")}</h1>
      </header>
      {hasNone ? (
        <NoModelPage />
      ) : (
        <>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <EmptyState
              icon={MessageSquare}
              title={t("chat.beginTitle")}
              body={usual ? t("chat.beginBody", { model: usual.name }) : t("chat.beginBodyNoModel")}
            />
          </div>
          <Composer draftOf={newConversation} conversation={null} />
        </>
      )}
    </div>
  );
}
