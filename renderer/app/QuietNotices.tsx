import { Info } from "lucide-react";
import { useStore } from "zustand";
import type { Notice } from "#shared/contract/system.ts";
import { formatText } from "../i18n/text.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { noticePlace, noticeTexts } from "../shell/noticeTexts.ts";
import { useShell } from "../shell/shell.ts";
import { Button } from "../ui/Button.tsx";
import { Popover } from "../ui/Popover.tsx";

/** In the status bar: what is good to know and asks for nothing. Put away, it stays in the diagnostics. */
export function QuietNotices() {
  const { status, putAway } = useShell();
  const notices = useStore(status, (current) => current?.notices) ?? [];
  const away = useStore(putAway);
  return notices
    .filter(({ code }) => noticePlace(code) === "status-bar" && !away.includes(code))
    .map((notice) => <QuietNotice key={notice.code} notice={notice} />);
}

function QuietNotice({ notice: { code, details } }: { readonly notice: Notice }) {
  const { putAway } = useShell();
  const t = useText();
  const language = useLanguage();
  const { short, title, body } = noticeTexts[language][code];
  const heading = formatText(title, language, details);
  return (
    <Popover
      label={heading}
      trigger={
        <button
          type="button"
          title={heading}
          className="focus-inset flex h-full items-center gap-1 px-2 whitespace-nowrap hover:bg-hover hover:text-text"
        >
          <Info size={12} aria-hidden />
          {formatText(short ?? title, language, details)}
        </button>
      }
    >
      <p className="font-medium">{heading}</p>
      <p className="mt-1 text-muted">{formatText(body, language, details)}</p>
      <div className="mt-3 flex justify-end">
        <Button size="small" onClick={() => putAway.setState((away) => [...away, code], true)}>
          {t("app.putAwayForGood")}
        </Button>
      </div>
    </Popover>
  );
}
