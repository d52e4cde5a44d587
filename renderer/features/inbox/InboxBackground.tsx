import { useEffect, useEffectEvent, useRef } from "react";
import { useStore } from "zustand";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { kindText } from "../../attention/answerText.ts";
import { openCount } from "../../attention/attentionModel.ts";
import { useAttention, useAttentionModel } from "../../attention/useAttention.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { showAppBadge } from "./appBadge.ts";

/** Follows what needs the user whichever page is shown, and says so quietly where it is not on screen already. */
export function InboxBackground() {
  const model = useAttentionModel();
  const { router, toasts } = useShell();
  const t = useText();
  const count = useAttention(openCount);
  const byId = useStore(model.store, (state) => state.byId);
  const path = useStore(router.store);
  const shown = useRef(new Map<string, number>());

  const announce = useEffectEvent((items: readonly AttentionItem[]) => {
    const path = router.store.getState();
    for (const item of items) {
      if (isOnScreen(item, path)) continue;
      const id = toasts.show({
        tone: "attention",
        title: `${item.who} · ${kindText(item.kind, t)}`,
        body: item.text,
        action: { label: t("attention.show"), run: () => router.navigate(["inbox", item.id]) },
      });
      shown.current.set(item.id, id);
    }
  });
  useEffect(() => {
    const following = model.follow(announce);
    return () => following[Symbol.dispose]();
  }, [model]);
  // What was settled meanwhile, here or elsewhere, or is on screen now, needs no message any more.
  useEffect(() => {
    for (const [id, toast] of shown.current) {
      const item = byId.get(id);
      if (item?.state === "open" && !isOnScreen(item, path)) continue;
      toasts.dismiss(toast);
      shown.current.delete(id);
    }
  }, [byId, path, toasts]);
  useEffect(() => showAppBadge(count), [count]);
  return null;
}

function isOnScreen({ id, place }: AttentionItem, [page, open]: readonly string[]): boolean {
  if (document.visibilityState !== "visible") return false;
  if (page === "inbox") return open === undefined || open === id;
  return page === "sessions" && place.kind === "session" && open === place.session;
}
