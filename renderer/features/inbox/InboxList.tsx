import { Inbox } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { settledItems } from "../../attention/attentionState.ts";
import { useAttention, useAttentionModel } from "../../attention/useAttention.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { VirtualList } from "../../ui/VirtualList.tsx";
import { InboxRow } from "./InboxRow.tsx";
import { type InboxLine, inboxLines, neighbourItem } from "./inboxItems.ts";
import { PushButton } from "./PushButton.tsx";
import { useNow } from "./useNow.ts";

/** A guess; rows are measured. */
const rowHeight = 72;
const pageSize = 100;

/** The list column: open ones, then the settled ones with older ones behind a button; arrow keys go from one to the next. */
export function InboxList({ current }: { readonly current: string | null }) {
  const t = useText();
  const { router, phoneDesk } = useShell();
  const now = useNow();
  const byId = useAttention((state) => state.byId);
  const isKnown = useAttention((state) => state.sequence !== null);
  const mayHaveOlder = useAttention((state) => state.mayHaveOlder);
  const lines = useMemo(() => inboxLines(byId, mayHaveOlder), [byId, mayHaveOlder]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
    if (step === null) return;
    const target = neighbourItem(lines, focusedItem() ?? current, step);
    if (target === null) return;
    event.preventDefault();
    document.getElementById(rowId(target))?.focus();
  };
  return (
    <section aria-label={t("inbox.title")} className="flex min-h-0 flex-1 flex-col">
      <PageHeader title={t("inbox.title")}>
        <PushButton />
      </PageHeader>
      {!isKnown && (
        <p className="flex items-center gap-2 px-4 py-3 text-13 text-muted">
          <Spinner /> {t("attention.loading")}
        </p>
      )}
      {isKnown && lines.length === 0 && (
        <EmptyState
          icon={Inbox}
          title={t("inbox.emptyTitle")}
          body={t(phoneDesk === null ? "inbox.emptyBody" : "inbox.emptyBodyPhone")}
        />
      )}
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the rows inside bubble up to here
        <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
          <VirtualList items={lines} keyOf={keyOf} rowHeight={rowHeight} isMeasured label={t("inbox.listLabel")}>
            {(line) => (
              <Line
                line={line}
                current={current}
                now={now}
                onOpen={(item) => router.navigate(["inbox", item.id], { replace: current !== null })}
              />
            )}
          </VirtualList>
        </div>
      )}
    </section>
  );
}

interface LineProps {
  readonly line: InboxLine;
  readonly current: string | null;
  readonly now: number;
  readonly onOpen: (item: AttentionItem) => void;
}

function Line({ line, current, now, onOpen }: LineProps) {
  const t = useText();
  if (line.kind === "older") return <Older />;
  if (line.kind === "item")
    return (
      <InboxRow
        id={rowId(line.item.id)}
        item={line.item}
        isCurrent={line.item.id === current}
        now={now}
        onOpen={() => onOpen(line.item)}
      />
    );
  return (
    <h2 className="px-4 pt-3 pb-1 text-12 text-faint">
      {line.group === "open" ? t("inbox.groupOpen") : t("inbox.groupSettled")}
      {line.count !== null && <span className="figures ml-1.5">{line.count}</span>}
    </h2>
  );
}

function Older() {
  const t = useText();
  const call = useCall();
  const model = useAttentionModel();
  const [isBusy, setBusy] = useState(false);
  const load = async (): Promise<void> => {
    const before = settledItems(model.store.getState().byId).at(-1)?.sequence;
    setBusy(true);
    const outcome = await call(
      `attention.list:${before}`,
      (client, signal) =>
        client.attention.list(
          { state: "all", limit: pageSize, ...(before === undefined ? {} : { before }) },
          { signal },
        ),
      { label: t("inbox.loadingOlder") },
    );
    setBusy(false);
    if (outcome.kind !== "done") return;
    model.take(outcome.value);
    model.setMayHaveOlder(outcome.value.length === pageSize);
  };
  return (
    <div className="p-3">
      <Button look="ghost" isBusy={isBusy} onClick={() => void load()} className="w-full">
        {t("inbox.older")}
      </Button>
    </div>
  );
}

function rowId(item: string): string {
  return `attention-${item}`;
}

function focusedItem(): string | null {
  return document.activeElement instanceof HTMLElement ? (document.activeElement.dataset.item ?? null) : null;
}

function keyOf(line: InboxLine): string {
  switch (line.kind) {
    case "group":
      return line.group;
    case "item":
      return line.item.id;
    case "older":
      return "older";
  }
}
