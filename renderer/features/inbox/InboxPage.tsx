import { BellRing } from "lucide-react";
import { useEffect, useState } from "react";
import { openItems } from "../../attention/attentionState.ts";
import { useAttention } from "../../attention/useAttention.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import type { PageProps } from "../../shell/feature.ts";
import { useShell } from "../../shell/shell.ts";
import { Banner } from "../../ui/Banner.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ListDetail } from "../../ui/ListDetail.tsx";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { InboxList } from "./InboxList.tsx";
import { ItemDetail } from "./ItemDetail.tsx";
import { MissingItem } from "./MissingItem.tsx";

const usualListSize = 340;

/** What needs the user: the list beside one item; on a phone the list, then the item. */
export function InboxPage({ path }: PageProps) {
  const t = useText();
  const language = useLanguage();
  const { router } = useShell();
  const isWide = useIsWide();
  const [listSize, setListSize] = useState(usualListSize);
  const wanted = path[0] ?? null;
  const isKnown = useAttention((state) => state.sequence !== null);
  const item = useAttention((state) => (wanted === null ? undefined : state.byId.get(wanted)));
  const newest = useAttention((state) => openItems(state.byId)[0]?.id ?? null);
  const problem = useAttention((state) => state.problem);

  // Where there is room, the one on top is open.
  useEffect(() => {
    if (isWide && wanted === null && newest !== null) router.navigate(["inbox", newest], { replace: true });
  }, [isWide, wanted, newest, router]);

  const detail = item ? (
    <ItemDetail key={item.id} item={item} />
  ) : wanted !== null && isKnown ? (
    <MissingItem key={wanted} id={wanted} />
  ) : (
    isWide && <EmptyState icon={BellRing} title={t("inbox.nothingOpen")} body={t("inbox.nothingOpenBody")} />
  );
  return (
    <>
      {problem && <Banner tone="info" title={t("inbox.problem")} body={describeError(problem, language)} />}
      <ListDetail
        list={<InboxList current={wanted} />}
        detail={detail}
        isDetailShown={wanted !== null}
        listSize={listSize}
        onListSize={setListSize}
        dividerLabel={t("inbox.listWidth")}
      />
    </>
  );
}
