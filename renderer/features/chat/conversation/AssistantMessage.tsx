import type { Message, MessagePart } from "#shared/contract/chatMessages.ts";
import { useText } from "../../../i18n/useText.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { AnswerText } from "../markdown/AnswerText.tsx";
import { AnswerActions } from "./AnswerActions.tsx";
import { AnswerState } from "./AnswerState.tsx";
import { AttachmentView } from "./AttachmentView.tsx";
import type { MessageViewProps } from "./messageViewProps.ts";
import { Reasoning } from "./Reasoning.tsx";
import { ToolCallView } from "./ToolCallView.tsx";

/** An answer: its thinking, text and tool calls in order, then how it ended and what can be done. */
export function AssistantMessage({ message, isBusy, isLast }: MessageViewProps) {
  const t = useText();
  const isStreaming = message.state === "streaming" || message.state === "waiting";
  return (
    <article aria-label={t("chat.answer")} aria-busy={isStreaming} className="group flex min-w-0 flex-col gap-2">
      {message.parts.map((part, place) => (
        <Part
          key={part.kind === "tool-call" ? part.id : `${place}`}
          part={part}
          isGrowing={isStreaming && place === message.parts.length - 1}
        />
      ))}
      {isStreaming && message.retry === null && isThinking(message) && (
        <p className="flex h-7 items-center gap-2 text-13 text-muted">
          <Spinner /> {t("chat.thinking")}
        </p>
      )}
      <AnswerState message={message} isLast={isLast} isBusy={isBusy} />
      {!isStreaming && <AnswerActions message={message} isBusy={isBusy} />}
    </article>
  );
}

function Part({ part, isGrowing }: { readonly part: MessagePart; readonly isGrowing: boolean }) {
  switch (part.kind) {
    case "text":
      return part.text === "" ? null : <AnswerText text={part.text} isGrowing={isGrowing} />;
    case "reasoning":
      return <Reasoning text={part.text} isGrowing={isGrowing} />;
    case "attachment":
      return <AttachmentView attachment={part.attachment} />;
    case "tool-call":
      return <ToolCallView call={part} />;
  }
}

/** Nothing is being written at this moment that would show that it goes on. */
function isThinking({ parts }: Message): boolean {
  const last = parts.at(-1);
  if (last === undefined) return true;
  return last.kind === "tool-call" && last.endedAt !== null;
}
