import { ChevronRight } from "lucide-react";
import type { LogEntry } from "#shared/contract/system.ts";
import { formatTime } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { classes } from "../../ui/classes.ts";

const looks: Readonly<Record<LogEntry["level"], string>> = {
  debug: "text-faint",
  info: "text-muted",
  warn: "text-text font-semibold",
  error: "text-danger font-semibold",
};

export interface LogRowProps {
  readonly entry: LogEntry;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One entry; opened, with its context. */
export function LogRow({ entry: { time, level, part, message, context }, isOpen, onToggle }: LogRowProps) {
  const t = useText();
  const language = useLanguage();
  const words = {
    debug: t("diagnostics.debug"),
    info: t("diagnostics.info"),
    warn: t("diagnostics.warn"),
    error: t("diagnostics.error"),
  };
  return (
    <div className="border-b border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="focus-inset flex w-full items-baseline gap-3 px-4 py-1 text-left text-12 hover:bg-hover max-wide:flex-wrap max-wide:gap-y-0 max-wide:py-2"
      >
        <ChevronRight
          size={12}
          className={classes("shrink-0 self-center text-faint transition-transform", isOpen && "rotate-90")}
          aria-hidden
        />
        <time className="mono figures shrink-0 text-muted">{formatTime(time, language)}</time>
        <span className={classes("w-12 shrink-0", looks[level])}>{words[level]}</span>
        <span className="w-28 shrink-0 truncate text-muted">{part}</span>
        <span
          className={classes("min-w-0 flex-1 max-wide:basis-full max-wide:pl-6", isOpen ? "break-words" : "truncate")}
        >
          {message}
        </span>
      </button>
      {isOpen && (
        <pre className="mono overflow-x-auto bg-sunken px-4 py-2 pl-10 text-12 whitespace-pre-wrap">
          {Object.keys(context).length === 0 ? t("diagnostics.noContext") : JSON.stringify(context, null, 2)}
        </pre>
      )}
    </div>
  );
}
