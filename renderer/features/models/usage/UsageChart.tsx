import { useLanguage, useText } from "../../../i18n/useText.ts";
import type { sumsByDay } from "./usageSums.ts";

const size = { width: 720, height: 120, gap: 3 } as const;

/** Tokens by day as bars; the same in words for a screen reader. */
export function UsageChart({ days }: { readonly days: ReturnType<typeof sumsByDay> }) {
  const t = useText();
  const language = useLanguage();
  const number = new Intl.NumberFormat(language);
  const date = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", timeZone: "UTC" });
  const totals = days.map(({ day, inputTokens, outputTokens }) => ({ day, tokens: inputTokens + outputTokens }));
  const highest = Math.max(1, ...totals.map(({ tokens }) => tokens));
  const step = size.width / Math.max(1, totals.length);
  const [first, last] = [totals[0], totals.at(-1)];
  const label = (day: string): string => date.format(new Date(`${day}T00:00:00Z`));
  return (
    <figure>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        className="block h-30 w-full border-b border-line-strong"
        aria-hidden="true"
      >
        {totals.map(({ day, tokens }, index) => {
          // A day with a single token is seen too.
          const height = tokens === 0 ? 0 : Math.max(2, (tokens / highest) * size.height);
          return (
            <rect
              key={day}
              x={index * step + size.gap / 2}
              y={size.height - height}
              width={step - size.gap}
              height={height}
              className="fill-accent"
            >
              <title>{t("models.dayTokens", { day: label(day), tokens: number.format(tokens) })}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="figures mt-1 flex justify-between text-12 text-muted">
        <span>{first && label(first.day)}</span>
        <span>
          {t("models.mostTokens", { tokens: number.format(Math.max(0, ...totals.map(({ tokens }) => tokens))) })}
        </span>
        <span>{last && label(last.day)}</span>
      </figcaption>
      <ul className="sr-only">
        {totals
          .filter(({ tokens }) => tokens > 0)
          .map(({ day, tokens }) => (
            <li key={day}>{t("models.dayTokens", { day: label(day), tokens: number.format(tokens) })}</li>
          ))}
      </ul>
    </figure>
  );
}
