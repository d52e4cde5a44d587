import { openCount } from "../../attention/attentionModel.ts";
import { useAttention } from "../../attention/useAttention.ts";
import { useText } from "../../i18n/useText.ts";

/** More than this is "many": the number would not fit its place. */
const maximumShown = 99;

/** How many items wait, at the inbox's entry. */
export function InboxBadge() {
  const t = useText();
  const count = useAttention(openCount);
  if (count === 0) return null;
  return (
    <span
      data-testid="inbox-badge"
      className="figures flex h-4 min-w-4 items-center justify-center rounded-full bg-attention-mark px-1 text-12 leading-none font-semibold text-on-attention"
    >
      <span aria-hidden>{count > maximumShown ? `${maximumShown}+` : count}</span>
      <span className="sr-only">{t("attention.openCount", { count })}</span>
    </span>
  );
}
