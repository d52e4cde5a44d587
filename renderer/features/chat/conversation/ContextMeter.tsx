import type { Conversation } from "#shared/contract/chat.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { Popover } from "../../../ui/Popover.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import { formatTokens, useCostText } from "./usageText.ts";

/** How full the model's window is, as a small ring; pressed, in numbers, with what the conversation has used so far. */
export function ContextMeter({ conversation: { context, usage } }: { readonly conversation: Conversation }) {
  const t = useText();
  const language = useLanguage();
  const cost = useCostText(usage.cost);
  const share = context.windowTokens === 0 ? 0 : Math.min(context.usedTokens / context.windowTokens, 1);
  const percent = Math.round(share * 100);
  return (
    <Popover
      label={t("chat.context")}
      side="bottom"
      trigger={
        <button
          type="button"
          aria-label={t("chat.contextPercent", { percent })}
          className="flex h-7 shrink-0 items-center gap-1.5 rounded px-1.5 text-12 text-muted hover:bg-hover hover:text-text max-wide:h-11"
        >
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className="-rotate-90">
            <circle cx="7" cy="7" r="5.5" fill="none" strokeWidth="2.5" className="stroke-line-strong" />
            <circle
              cx="7"
              cy="7"
              r="5.5"
              fill="none"
              strokeWidth="2.5"
              pathLength="100"
              strokeDasharray={`${percent} 100`}
              className="stroke-accent"
            />
          </svg>
          <span className="figures">{percent}%</span>
        </button>
      }
    >
      <p className="font-medium">{t("chat.context")}</p>
      <p className="mt-1 mb-2 text-12 text-muted">
        {t("chat.contextTokens", {
          used: formatTokens(context.usedTokens, language),
          all: formatTokens(context.windowTokens, language),
        })}
      </p>
      <Progress value={share} label={t("chat.context")} />
      <p className="mt-2 text-12 text-muted">
        {context.isSummarising
          ? t("chat.summarising")
          : context.summarisedUpTo === null
            ? t("chat.contextHint")
            : t("chat.contextSummarised")}
      </p>
      <p className="figures mt-2 border-t border-line pt-2 text-12 text-muted">
        {t("chat.usageWhole", {
          input: formatTokens(usage.inputTokens, language),
          output: formatTokens(usage.outputTokens, language),
        })}
        {cost !== null && ` · ${cost}`}
      </p>
    </Popover>
  );
}
