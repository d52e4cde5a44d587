import { useRef } from "react";
import { AnswerBox } from "../../attention/AnswerBox.tsx";
import { kindText } from "../../attention/answerText.ts";
import { waitsForAnswer } from "../../attention/attentionState.ts";
import { useItemActions, useSeen } from "../../attention/useAttention.ts";
import { useSessionItem } from "../../attention/useSessionItem.ts";
import { useText } from "../../i18n/useText.ts";
import { fragmentOf } from "../../shell/router.ts";
import { useMay } from "../../shell/shell.ts";
import { Button } from "../../ui/Button.tsx";
import { StatusDot } from "../../ui/StatusDot.tsx";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { ChoiceKeys } from "./phone/ChoiceKeys.tsx";

/** What in a session needs the user, with its answers: above its terminal, on a phone below it. Nothing while nothing does. */
export function SessionAttention({ session }: { readonly session: string }) {
  const found = useSessionItem(session);
  return found && <OpenItem key={found.item.id} {...found} />;
}

function OpenItem({ item, others }: NonNullable<ReturnType<typeof useSessionItem>>) {
  const t = useText();
  const mayDismiss = useMay("steer");
  const { dismiss } = useItemActions();
  const isWide = useIsWide();
  const bar = useRef<HTMLElement>(null);
  useSeen(item, bar);
  return (
    <section
      ref={bar}
      aria-label={t("attention.needsYou")}
      className="flex max-h-1/2 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 overflow-y-auto border-line bg-attention-soft px-3 py-1.5 text-13 max-wide:max-h-[50dvh] max-wide:border-t wide:border-b"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="line-clamp-3 break-words">
          <StatusDot shape="attention" label={kindText(item.kind, t)} className="mr-2 align-bottom font-medium" />
          {item.text}
        </p>
        {item.detail !== null && <p className="mono line-clamp-2 text-12 break-words text-muted">{item.detail}</p>}
      </div>
      {isWide && <AnswerBox item={item} size="bar" />}
      <div className="flex items-center gap-1">
        <a
          href={fragmentOf(["inbox", item.id])}
          className="flex h-7 items-center rounded px-2 text-12 text-text hover:bg-hover max-wide:h-11"
        >
          {others > 0 ? t("attention.moreHere", { count: others }) : t("attention.details")}
        </a>
        {mayDismiss && !waitsForAnswer(item) && (
          <Button size="small" look="ghost" onClick={() => void dismiss(item)}>
            {t("attention.dismiss")}
          </Button>
        )}
      </div>
      {!isWide && <ChoiceKeys item={item} />}
    </section>
  );
}
