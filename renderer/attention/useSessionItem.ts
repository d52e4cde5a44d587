import { useMemo } from "react";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { itemOfSession } from "./attentionState.ts";
import { useAttention } from "./useAttention.ts";

/** What of a session needs the user most, and how many more of it do. */
export function useSessionItem(session: string): { readonly item: AttentionItem; readonly others: number } | null {
  const byId = useAttention((state) => state.byId);
  return useMemo(() => itemOfSession(byId, session), [byId, session]);
}
