import type { AttentionItem } from "#shared/contract/attention.ts";
import { useAttention, useItemActions } from "../../../attention/useAttention.ts";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";

/** The answers to what the session's tool asks right now, where the thumb is. */
export function ChoiceKeys({ item }: { readonly item: AttentionItem }) {
  const t = useText();
  const mayAnswer = useMay("approve");
  const answering = useAttention((state) => state.answering.get(item.id));
  const { answer } = useItemActions();
  if (item.choices.length === 0) return null;
  if (!mayAnswer) return <p className="basis-full text-12 text-muted">{t("attention.mayNotAnswer")}</p>;
  const first = item.choices.find(({ role }) => role === "allow");
  return (
    <fieldset
      aria-label={t("attention.answers")}
      data-swipe="none"
      className="flex min-w-0 basis-full flex-wrap gap-1.5"
    >
      {item.choices.map((choice) => (
        <Button
          key={choice.id}
          look={choice === first ? "primary" : "secondary"}
          isBusy={answering === choice.id}
          disabled={answering !== undefined}
          onClick={() => void answer(item, { choice: choice.id })}
          className="h-auto max-w-full min-w-20 shrink! grow py-2 text-left whitespace-normal!"
        >
          {choice.label}
        </Button>
      ))}
    </fieldset>
  );
}
