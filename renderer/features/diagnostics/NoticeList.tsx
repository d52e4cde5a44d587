import { useStore } from "zustand";
import { formatText } from "../../i18n/text.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { noticePlace, noticeTexts } from "../../shell/noticeTexts.ts";
import { useShell } from "../../shell/shell.ts";
import { StatusDot } from "../../ui/StatusDot.tsx";

/** Everything the server wants people to know, also what was put away here. */
export function NoticeList() {
  const t = useText();
  const language = useLanguage();
  const notices = useStore(useShell().status, (status) => status?.notices) ?? [];
  if (notices.length === 0) return null;
  return (
    <ul aria-label={t("diagnostics.notices")} className="mb-4 rounded border border-line">
      {notices.map(({ code, details }) => {
        const { title, body } = noticeTexts[language][code];
        const isUrgent = noticePlace(code) === "attention";
        return (
          <li key={code} className="flex gap-3 border-b border-line px-3 py-2.5 last:border-b-0">
            <StatusDot
              shape={isUrgent ? "warning" : "idle"}
              label={t(isUrgent ? "diagnostics.urgent" : "diagnostics.toKnow")}
              className="h-5 w-20 shrink-0 text-12 text-muted"
            />
            <div className="min-w-0 flex-1">
              <p className="font-medium">{formatText(title, language, details)}</p>
              <p className="text-muted">{formatText(body, language, details)}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
