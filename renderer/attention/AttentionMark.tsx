import { useText } from "../i18n/useText.ts";
import { StatusDot } from "../ui/StatusDot.tsx";
import { itemOfSession } from "./attentionState.ts";
import { useAttention } from "./useAttention.ts";

/** On a session's row or tab: that something in it needs the user. Nothing otherwise. */
export function SessionMark({ session }: { readonly session: string }) {
  const t = useText();
  const isWaiting = useAttention(({ byId }) => itemOfSession(byId, session) !== null);
  if (!isWaiting) return null;
  return <StatusDot shape="attention" label={t("attention.needsYou")} isLabelHidden className="shrink-0" />;
}
