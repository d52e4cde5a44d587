import type { Conversation } from "#shared/contract/chat.ts";
import { useText } from "../../../i18n/useText.ts";
import { useChatModel } from "../useChat.ts";

/** Where the model's memory is a summary: everything above is kept here, and told to it in short. */
export function SummaryLine({ context }: { readonly context: Conversation["context"] | null }) {
  const t = useText();
  const model = useChatModel();
  const summary = context?.summary ?? null;
  return (
    <div className="my-4 flex items-center gap-3 text-12 text-muted">
      <span className="h-px flex-1 bg-line" />
      <span>{t("chat.summarised")}</span>
      {summary !== null && (
        <button
          type="button"
          className="rounded px-1 text-accent underline underline-offset-2 max-wide:min-h-11"
          onClick={() => model.setDialog({ kind: "summary", text: summary })}
        >
          {t("chat.readSummary")}
        </button>
      )}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
