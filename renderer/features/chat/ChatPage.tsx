import { MessageSquare } from "lucide-react";
import { useEffect, useState } from "react";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import type { PageProps } from "../../shell/feature.ts";
import { useShell } from "../../shell/shell.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ListDetail } from "../../ui/ListDetail.tsx";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { newConversation } from "./composer/drafts.ts";
import { ConversationPane } from "./conversation/ConversationPane.tsx";
import { NewConversationPane } from "./conversation/NewConversationPane.tsx";
import { ConversationList } from "./list/ConversationList.tsx";
import { useChat, useUnsent } from "./useChat.ts";
import { useChatActions } from "./useChatActions.ts";

const usualListSize = 300;

/** The conversations beside one of them; on a phone the list, then the conversation. `#/chat/<id>/<message>` goes to a message. */
export function ChatPage({ path }: PageProps) {
  const t = useText();
  const language = useLanguage();
  const { router } = useShell();
  const isWide = useIsWide();
  const [listSize, setListSize] = useState(usualListSize);
  const wanted = path[0] ?? null;
  const problem = useChat((state) => state.problem);

  // Where there is room, there is always something to write into.
  useEffect(() => {
    if (isWide && wanted === null) router.navigate(["chat", newConversation], { replace: true });
  }, [isWide, wanted, router]);

  return (
    <>
      {problem && <Banner tone="info" title={t("chat.listProblem")} body={describeError(problem, language)} />}
      <ListDetail
        list={<ConversationList current={wanted} currentMessage={path[1] ?? null} />}
        detail={wanted !== null && <Detail key={wanted} id={wanted} message={path[1] ?? null} />}
        isDetailShown={wanted !== null}
        listSize={listSize}
        onListSize={setListSize}
        dividerLabel={t("chat.listWidth")}
      />
    </>
  );
}

function Detail({ id, message }: { readonly id: string; readonly message: string | null }) {
  const isBegun = useUnsent(id).some(({ message }) => message.begins !== null);
  if (id === newConversation) return <NewConversationPane />;
  if (!isUuid(id)) return <MissingConversation />;
  return <ConversationPane id={id} isBegun={isBegun} wantedMessage={message} missing={<MissingConversation />} />;
}

function MissingConversation() {
  const t = useText();
  const { begin } = useChatActions();
  return (
    <EmptyState
      icon={MessageSquare}
      title={t("chat.missingTitle")}
      body={t("chat.missingBody")}
      action={<Button onClick={begin}>{t("chat.new")}</Button>}
    />
  );
}

function isUuid(id: string): boolean {
  return /^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/.test(id);
}
