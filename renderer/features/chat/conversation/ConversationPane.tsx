import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { Conversation } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { Composer } from "../composer/Composer.tsx";
import type { OutboxEntry } from "../outbox/outboxState.ts";
import { useConversation, useUnsent } from "../useChat.ts";
import { ConversationHeader } from "./ConversationHeader.tsx";
import { LiveStatus } from "./LiveStatus.tsx";
import { MessageView } from "./MessageView.tsx";
import { SummaryLine } from "./SummaryLine.tsx";
import { shownMessages } from "./shownMessages.ts";
import { UnsentMessageView } from "./UnsentMessageView.tsx";
import { useStickToEnd } from "./useStickToEnd.ts";

export interface ConversationPaneProps {
  readonly id: string;
  /** Its first message is on its way: the server may not know it yet. */
  readonly isBegun: boolean;
  /** Scrolled to and marked when it is there. */
  readonly wantedMessage: string | null;
  /** Shown where there is no such conversation. */
  readonly missing: ReactNode;
}

/** One conversation: its messages, what is being sent, and the place to write. */
export function ConversationPane({ id, isBegun, wantedMessage, missing }: ConversationPaneProps) {
  const t = useText();
  const language = useLanguage();
  const { state, problem } = useConversation(id, !isBegun);
  const unsent = useUnsent(id);
  if (state.kind === "deleted" && !isBegun) return missing;
  const conversation = state.kind === "known" ? state.conversation : null;
  const known = state.kind === "deleted" ? [] : state.messages;
  const messages = state.kind === "known" || known.length > 0 || unsent.length > 0 ? known : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ConversationHeader conversation={conversation} />
      {problem && <Banner tone="info" title={t("chat.conversationProblem")} body={describeError(problem, language)} />}
      {messages !== null ? (
        <Messages conversation={conversation} messages={messages} unsent={unsent} wantedMessage={wantedMessage} />
      ) : (
        <p className="flex flex-1 items-start justify-center gap-2 pt-8 text-13 text-muted">
          <Spinner /> {t("chat.loadingConversation")}
        </p>
      )}
      <Composer draftOf={id} conversation={conversation} />
      <LiveStatus state={state} />
    </div>
  );
}

interface MessagesProps {
  readonly conversation: Conversation | null;
  readonly messages: readonly Message[];
  readonly unsent: readonly OutboxEntry[];
  readonly wantedMessage: string | null;
}

/** So many are drawn at first, and so many more each time: a long conversation opens as quickly as a short one. */
const pageSize = 60;

function Messages({ conversation, messages, unsent, wantedMessage }: MessagesProps) {
  const t = useText();
  const { scroller, content, isAtEnd, goToEnd } = useStickToEnd();
  const wantedAt = messages.findIndex(({ id }) => id === wantedMessage);
  const [shown, setShown] = useState(pageSize);
  const { entries, unsent: waiting } = shownMessages(messages, unsent);
  const count = wantedAt === -1 ? shown : Math.max(shown, entries.length - wantedAt + 4);
  const first = Math.max(0, entries.length - count);
  const visible = entries.slice(first);
  const isThere = wantedAt !== -1;
  useEffect(() => {
    if (isThere && wantedMessage !== null)
      document.getElementById(`message-${wantedMessage}`)?.scrollIntoView({ block: "center" });
  }, [isThere, wantedMessage]);
  const summarisedUpTo = conversation?.context.summarisedUpTo ?? null;
  const lastUnsent = waiting.at(-1)?.message.id ?? null;
  // Whoever sends wants to see what they sent.
  useEffect(() => {
    if (lastUnsent !== null) goToEnd();
  }, [lastUnsent, goToEnd]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t("chat.messages")}
        className="focus-inset min-h-0 flex-1 overflow-y-auto"
      >
        <div ref={content} className="mx-auto flex w-full max-w-200 flex-col px-4 pt-3 pb-6 wide:px-8">
          {first > 0 && (
            <Button look="ghost" className="self-center" onClick={() => setShown(count + pageSize)}>
              {t("chat.earlier", { count: Math.min(pageSize, first) })}
            </Button>
          )}
          {visible.map((message) => (
            <div key={message.id}>
              <MessageView
                message={message}
                isLast={message.id === messages.at(-1)?.id}
                isBusy={conversation?.state === "answering" || conversation?.state === "asking"}
                isMarked={message.id === wantedMessage}
              />
              {message.id === summarisedUpTo && <SummaryLine context={conversation?.context ?? null} />}
            </div>
          ))}
          {waiting.map((entry) => (
            <UnsentMessageView key={entry.message.id} entry={entry} />
          ))}
        </div>
      </section>
      {!isAtEnd && (
        <Button size="small" className="appear absolute bottom-3 left-1/2 -translate-x-1/2 shadow" onClick={goToEnd}>
          <ArrowDown size={14} aria-hidden />
          {t("chat.toNewest")}
        </Button>
      )}
    </div>
  );
}
