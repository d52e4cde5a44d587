import { useAttention, useItemActions } from "../../../attention/useAttention.ts";
import { useSessionItem } from "../../../attention/useSessionItem.ts";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";

/** The answers to what the session's tool asks right now, where the thumb is. */
export function ChoiceKeys({ session }: { readonly session: string }) {
  const t = useText();
  const mayAnswer = useMay("approve");
  const item = useSessionItem(session)?.item;
  const answering = useAttention((state) => (item ? state.answering.get(item.id) : undefined));
  const { answer } = useItemActions();
  if (!item || item.choices.length === 0 || !mayAnswer) return null;
  const first = item.choices.find(({ role }) => role === "allow");
  return (
    <fieldset
      aria-label={t("attention.answers")}
      data-swipe="none"
      className="flex max-h-40 shrink-0 flex-wrap gap-1.5 overflow-y-auto border-t border-line bg-attention-soft p-1.5"
    >
      {item.choices.map((choice) => (
        <Button
          key={choice.id}
          look={choice === first ? "primary" : "secondary"}
          isBusy={answering === choice.id}
          disabled={answering !== undefined}
          onClick={() => void answer(item, { choice: choice.id })}
          className="h-auto min-w-20 flex-1 py-2 text-left whitespace-normal"
        >
          {choice.label}
        </Button>
      ))}
    </fieldset>
  );
}
