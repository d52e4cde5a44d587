import { Check, SendHorizontal, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { AttentionChoice, AttentionItem } from "#shared/contract/attention.ts";
import { useText } from "../i18n/useText.ts";
import { useMay } from "../shell/shell.ts";
import { Button } from "../ui/Button.tsx";
import { classes } from "../ui/classes.ts";
import { TextArea } from "../ui/TextArea.tsx";
import { waitsForAnswer } from "./attentionState.ts";
import { useAttention, useItemActions } from "./useAttention.ts";

export interface AnswerBoxProps {
  readonly item: AttentionItem;
  /** `page` has room for big buttons and a field; `bar` is one line above something else. */
  readonly size: "page" | "bar";
}

/** The answers that are possible, as buttons, and a field where words are taken. Nothing for an item that waits for no answer. */
export function AnswerBox({ item, size }: AnswerBoxProps) {
  const t = useText();
  const mayAnswer = useMay("approve");
  const answering = useAttention((state) => state.answering.get(item.id));
  const { answer } = useItemActions();
  if (item.state !== "open" || !waitsForAnswer(item)) return null;
  if (!mayAnswer) return <p className="text-12 text-muted">{t("attention.mayNotAnswer")}</p>;
  const isBusy = answering !== undefined;
  return (
    <div className={classes("flex min-w-0 flex-col gap-2", size === "page" && "gap-3")}>
      {item.choices.length > 0 && (
        <fieldset
          aria-label={t("attention.answers")}
          // Browsers make a fieldset as wide as its longest word or button unless told otherwise.
          className={classes("flex min-w-0 flex-wrap gap-2", size === "page" && "max-wide:flex-col")}
        >
          {item.choices.map((choice) => (
            <ChoiceButton
              key={choice.id}
              choice={choice}
              size={size}
              isFirst={choice === item.choices.find(({ role }) => role === "allow")}
              isBusy={answering === choice.id}
              isDisabled={isBusy}
              onPress={() => void answer(item, { choice: choice.id })}
            />
          ))}
        </fieldset>
      )}
      {item.acceptsText && size === "page" && <WordsField item={item} isBusy={answering === ""} />}
    </div>
  );
}

interface ChoiceButtonProps {
  readonly choice: AttentionChoice;
  readonly size: AnswerBoxProps["size"];
  /** The one that is offered first. */
  readonly isFirst: boolean;
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

function ChoiceButton({ choice: { label, role }, size, isFirst, isBusy, isDisabled, onPress }: ChoiceButtonProps) {
  const Icon = role === "allow" ? Check : role === "deny" ? X : null;
  return (
    <Button
      look={isFirst ? "primary" : "secondary"}
      size={size === "bar" ? "small" : "normal"}
      isBusy={isBusy}
      disabled={isDisabled}
      onClick={onPress}
      className={classes(
        "max-w-full shrink! whitespace-normal! text-left",
        size === "page" && "h-auto min-h-9 px-4 py-1.5 max-wide:min-h-13 max-wide:text-15",
        size === "bar" && "h-auto min-h-7",
      )}
    >
      {Icon && !isBusy && <Icon size={16} className="shrink-0" aria-hidden />}
      {label}
    </Button>
  );
}

function WordsField({ item, isBusy }: { readonly item: AttentionItem; readonly isBusy: boolean }) {
  const t = useText();
  const { answer } = useItemActions();
  const [text, setText] = useState("");
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (text.trim() !== "" && (await answer(item, { text }))) setText("");
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <TextArea
          label={t("attention.ownAnswer")}
          value={text}
          onChange={setText}
          maxLength={4000}
          rows={2}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
          }}
        />
      </div>
      <Button type="submit" isBusy={isBusy} disabled={text.trim() === ""} aria-label={t("attention.sendAnswer")}>
        {!isBusy && <SendHorizontal size={16} aria-hidden />}
      </Button>
    </form>
  );
}
