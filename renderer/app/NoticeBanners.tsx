import { useStore } from "zustand";
import type { Notice } from "#shared/contract/system.ts";
import { formatText } from "../i18n/text.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { useMay, useShell } from "../shell/shell.ts";
import { useCall } from "../shell/useCall.ts";
import { Banner } from "../ui/Banner.tsx";
import { Button } from "../ui/Button.tsx";
import { isUrgent, noticeTexts } from "./noticeTexts.ts";

/** What the server wants people to know, one line each; the ones that need somebody first. */
export function NoticeBanners() {
  const notices = useStore(useShell().status, (status) => status?.notices);
  if (!notices || notices.length === 0) return null;
  return [...notices]
    .sort((a, b) => Number(isUrgent(b.code)) - Number(isUrgent(a.code)))
    .map((notice) => <NoticeBanner key={notice.code} notice={notice} />);
}

function NoticeBanner({ notice: { code, details } }: { readonly notice: Notice }) {
  const mayDismiss = useMay("admin");
  const call = useCall();
  const t = useText();
  const language = useLanguage();
  const { title, body } = noticeTexts[language][code];
  const dismiss = (): void =>
    void call(`dismiss:${code}`, (client, signal) => client.system.dismissNotice({ code }, { signal }), {
      label: t("app.dismissNotice"),
    });
  return (
    <Banner
      tone={isUrgent(code) ? "attention" : "info"}
      title={formatText(title, language, details)}
      body={formatText(body, language, details)}
    >
      {mayDismiss && (
        <Button size="small" look="ghost" onClick={dismiss}>
          {t("app.dismiss")}
        </Button>
      )}
    </Banner>
  );
}
