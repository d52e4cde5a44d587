import { useState } from "react";
import { useStore } from "zustand";
import type { Notice } from "#shared/contract/system.ts";
import { formatText } from "../i18n/text.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { noticePlace, noticeTexts } from "../shell/noticeTexts.ts";
import { useMay, useShell } from "../shell/shell.ts";
import { useCall } from "../shell/useCall.ts";
import { Banner } from "../ui/Banner.tsx";
import { Button } from "../ui/Button.tsx";

const isUrgent = (code: Notice["code"]): boolean => noticePlace(code) === "attention";

/** The action that does something about a notice; offered while it is registered. */
const remedies: Partial<Record<Notice["code"], string>> = { "sessions-interrupted": "sessions.restartInterrupted" };

/** What asks for somebody: all that are urgent, of the others one at a time, so that the page keeps its room. */
export function NoticeBanners() {
  const all = useStore(useShell().status, (status) => status?.notices) ?? [];
  const notices = all.filter(({ code }) => noticePlace(code) !== "status-bar");
  const [isAllShown, setAllShown] = useState(false);
  const urgent = notices.filter(({ code }) => isUrgent(code));
  const others = notices.filter(({ code }) => !isUrgent(code));
  const shown = isAllShown ? notices : urgent.length > 0 ? urgent : others.slice(0, 1);
  const hidden = notices.length - shown.length;
  return shown.map((notice, index) => (
    <NoticeBanner
      key={notice.code}
      notice={notice}
      more={index === shown.length - 1 && hidden > 0 ? { count: hidden, onShow: () => setAllShown(true) } : null}
    />
  ));
}

interface NoticeBannerProps {
  readonly notice: Notice;
  /** How many are hidden below this one. */
  readonly more: { readonly count: number; readonly onShow: () => void } | null;
}

function NoticeBanner({ notice: { code, details }, more }: NoticeBannerProps) {
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
      {more && (
        <Button size="small" look="ghost" onClick={more.onShow}>
          {t("app.moreNotices", { count: more.count })}
        </Button>
      )}
      <Remedy code={code} />
      {mayDismiss && (
        <Button size="small" look="ghost" onClick={dismiss}>
          {t("app.dismiss")}
        </Button>
      )}
    </Banner>
  );
}

function Remedy({ code }: Pick<Notice, "code">) {
  const { actions } = useShell();
  const t = useText();
  const remedy = useStore(actions.store, (all) => all.find(({ id }) => id === remedies[code]));
  if (!remedy) return null;
  return (
    <Button size="small" onClick={remedy.run}>
      {remedy.title(t)}
    </Button>
  );
}
