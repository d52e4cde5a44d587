import type { Language } from "#shared/errors/errorTexts.ts";

/** A date and time as people of the language write it, to the second. */
export function formatDateTime(time: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }).format(time);
}

/** The time of day alone, to the second. */
export function formatTime(time: number, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  }).format(time);
}

const agoSteps = [
  { unit: "day", milliseconds: 86_400_000 },
  { unit: "hour", milliseconds: 3_600_000 },
  { unit: "minute", milliseconds: 60_000 },
] as const;

/** How long ago, in the largest unit that fits: "5 min. ago", "now" below a minute. */
export function formatAgo(time: number, now: number, language: Language): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "narrow" });
  const elapsed = now - time;
  const step = agoSteps.find(({ milliseconds }) => elapsed >= milliseconds);
  return step ? relative.format(-Math.floor(elapsed / step.milliseconds), step.unit) : relative.format(0, "second");
}

/** A size in the unit that keeps it below 1,000, with one decimal below 10. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  const maximumFractionDigits = index > 0 && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[index] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits,
  }).format(value);
}
