import { ChevronLeft, ChevronRight } from "lucide-react";
import type { Message } from "#shared/contract/chatMessages.ts";
import { useText } from "../../../i18n/useText.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { useChatActions } from "../useChatActions.ts";

/** Which of its versions a message is, and the way to the others: ‹ 2/3 ›. Nothing for the only one. */
export function Versions({ message, isDisabled }: { readonly message: Message; readonly isDisabled: boolean }) {
  const t = useText();
  const { choose } = useChatActions();
  const { id, siblings, conversation } = message;
  const at = siblings.indexOf(id);
  if (siblings.length < 2 || at === -1) return null;
  const go = (step: 1 | -1): void => {
    const version = siblings[at + step];
    if (version !== undefined) void choose(conversation, version);
  };
  return (
    <fieldset aria-label={t("chat.versions")} className="flex items-center text-12 text-muted">
      <IconButton
        icon={ChevronLeft}
        label={t("chat.earlierVersion")}
        disabled={isDisabled || at === 0}
        onClick={() => go(-1)}
      />
      <span className="figures">
        <span className="sr-only">{t("chat.versionOf", { place: at + 1, count: siblings.length })}</span>
        <span aria-hidden>
          {at + 1}/{siblings.length}
        </span>
      </span>
      <IconButton
        icon={ChevronRight}
        label={t("chat.laterVersion")}
        disabled={isDisabled || at === siblings.length - 1}
        onClick={() => go(1)}
      />
    </fieldset>
  );
}
