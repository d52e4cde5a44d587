import { useStore } from "zustand";
import type { Language } from "#shared/errors/errorTexts.ts";
import { useLanguage } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";

/** A number of tokens, short: 950, 1.2K, 128K. */
export function formatTokens(tokens: number, language: Language): string {
  return new Intl.NumberFormat(language, {
    notation: "compact",
    maximumFractionDigits: tokens < 10_000 ? 1 : 0,
  }).format(tokens);
}

/** What it cost; small amounts with the digits that say something. */
export function formatCost(cost: number, currency: string, language: Language): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    ...(cost > 0 && cost < 0.1 ? { maximumSignificantDigits: 2 } : {}),
  }).format(cost);
}

/** The cost in the configured currency; null where no price is configured. */
export function useCostText(cost: number | null): string | null {
  const language = useLanguage();
  const currency = useStore(useShell().settings, (settings) => settings?.values["models.currency"]);
  return cost === null ? null : formatCost(cost, typeof currency === "string" ? currency : "USD", language);
}
