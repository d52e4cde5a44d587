import { MessageSquare, Plus, Upload } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useMay, useShell } from "../../../shell/shell.ts";
import { keyCaps } from "../../../shell/shortcut.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useIsWide } from "../../../ui/useMediaQuery.ts";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { useChat, useChatModel } from "../useChat.ts";
import { useChatActions } from "../useChatActions.ts";
import { newChatShortcuts } from "../useChatCommands.ts";
import { ConversationRow } from "./ConversationRow.tsx";
import { type ConversationLine, conversationLines, neighbourConversation } from "./conversationList.ts";
import { SearchResults } from "./SearchResults.tsx";
import { useConversationSearch } from "./useConversationSearch.ts";
import { useNow } from "./useNow.ts";

/** A guess; rows are measured. */
const rowHeight = 56;
const pageSize = 100;

export interface ConversationListProps {
  /** The conversation that is open, and the message in it that somebody came to look at. */
  readonly current: string | null;
  readonly currentMessage: string | null;
}

/** The list column: search, pinned ones, the latest; arrow keys go from one to the next. */
export function ConversationList({ current, currentMessage }: ConversationListProps) {
  const t = useText();
  const { router } = useShell();
  const model = useChatModel();
  const isWide = useIsWide();
  const now = useNow();
  const query = useChat((state) => state.query);
  const list = useChat((state) => state.list);
  const lines = useMemo(() => conversationLines(list), [list]);
  const search = useConversationSearch(query);
  const isKnown = list.sequence !== null;
  const isEmpty = isKnown && lines.length === 0;

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
    if (step === null || event.nativeEvent.isComposing) return;
    const moved = query.trim() === "" ? focusNeighbour(lines, current, step) : focusMatch(step);
    if (moved) event.preventDefault();
  };
  return (
    <section aria-label={t("chat.title")} onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <ListHeader />
      {!isEmpty && (
        <search className="px-2 pb-2">
          <TextField
            type="search"
            label={t("chat.search")}
            isLabelHidden
            placeholder={t("chat.search")}
            value={query}
            maxLength={200}
            onChange={model.setQuery}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || query === "") return;
              event.preventDefault();
              event.stopPropagation();
              model.setQuery("");
            }}
          />
        </search>
      )}
      {!isKnown && (
        <p className="flex items-center gap-2 px-4 py-2 text-13 text-muted">
          <Spinner /> {t("chat.loading")}
        </p>
      )}
      {isEmpty &&
        (isWide ? (
          <p className="px-4 py-1 text-13 text-muted">{t("chat.noneYet")}</p>
        ) : (
          <EmptyState
            icon={MessageSquare}
            title={t("chat.noneTitle")}
            body={t("chat.noneBody")}
            action={<NewChatButton />}
          />
        ))}
      {query.trim() !== "" ? (
        <SearchResults state={search} current={currentMessage} now={now} />
      ) : (
        lines.length > 0 && (
          <VirtualList items={lines} keyOf={keyOf} rowHeight={rowHeight} isMeasured label={t("chat.listLabel")}>
            {(line) => (
              <Line
                line={line}
                current={current}
                now={now}
                onOpen={(id) => router.navigate(["chat", id], { replace: current !== null && isWide })}
              />
            )}
          </VirtualList>
        )
      )}
    </section>
  );
}

function ListHeader() {
  const t = useText();
  const { isMac } = useShell();
  const mayChange = useMay("steer");
  const actions = useChatActions();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 pr-2 pl-4 max-wide:h-13">
      <h1 className="flex-1 text-13 font-semibold max-wide:text-15">{t("chat.title")}</h1>
      {mayChange && (
        <>
          <input
            ref={chooser}
            type="file"
            accept=".json,application/json"
            aria-label={t("chat.import")}
            className="hidden"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              // So that the same file can be chosen again.
              event.currentTarget.value = "";
              if (file) void actions.importFile(file);
            }}
          />
          <IconButton icon={Upload} label={t("chat.import")} onClick={() => chooser.current?.click()} />
          <IconButton
            icon={Plus}
            label={t("chat.new")}
            keys={keyCaps(newChatShortcuts[0], isMac)}
            onClick={actions.begin}
          />
        </>
      )}
    </header>
  );
}

function NewChatButton() {
  const t = useText();
  const { begin } = useChatActions();
  return (
    useMay("steer") && (
      <Button look="primary" onClick={begin}>
        {t("chat.new")}
      </Button>
    )
  );
}

interface LineProps {
  readonly line: ConversationLine;
  readonly current: string | null;
  readonly now: number;
  readonly onOpen: (id: string) => void;
}

function Line({ line, current, now, onOpen }: LineProps) {
  const t = useText();
  if (line.kind === "older") return <Older />;
  if (line.kind === "group")
    return (
      <h2 className="px-4 pt-2 pb-1 text-12 text-faint">
        {line.group === "pinned" ? t("chat.groupPinned") : t("chat.groupLatest")}
      </h2>
    );
  const { id } = line.conversation;
  return (
    <ConversationRow
      id={rowId(id)}
      conversation={line.conversation}
      isCurrent={id === current}
      now={now}
      onOpen={() => onOpen(id)}
    />
  );
}

function Older() {
  const t = useText();
  const call = useCall();
  const model = useChatModel();
  const [isBusy, setBusy] = useState(false);
  const load = async (): Promise<void> => {
    const offset = model.store.getState().list.byId.size;
    setBusy(true);
    const outcome = await call(
      `chat.list:${offset}`,
      (client, signal) => client.chat.list({ offset, limit: pageSize }, { signal }),
      { label: t("chat.loadingOlder") },
    );
    setBusy(false);
    if (outcome.kind === "done") model.addOlder(outcome.value);
  };
  return (
    <div className="p-3">
      <Button look="ghost" isBusy={isBusy} onClick={() => void load()} className="w-full">
        {t("chat.older")}
      </Button>
    </div>
  );
}

function focusNeighbour(lines: readonly ConversationLine[], current: string | null, step: 1 | -1): boolean {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.conversation : null;
  const isInField = document.activeElement instanceof HTMLInputElement;
  const target = neighbourConversation(lines, isInField ? null : (focused ?? current), step);
  if (target === null) return false;
  document.getElementById(rowId(target))?.focus();
  return true;
}

function focusMatch(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-match]")];
  const at = document.activeElement instanceof HTMLElement ? rows.indexOf(document.activeElement) : -1;
  const target = rows[at === -1 ? 0 : at + step];
  target?.focus();
  return target !== undefined;
}

function rowId(conversation: string): string {
  return `conversation-${conversation}`;
}

function keyOf(line: ConversationLine): string {
  if (line.kind === "conversation") return line.conversation.id;
  return line.kind === "group" ? line.group : "older";
}
