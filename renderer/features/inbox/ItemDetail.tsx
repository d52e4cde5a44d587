import { ArrowRight } from "lucide-react";
import { type ReactNode, useRef } from "react";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { AnswerBox } from "../../attention/AnswerBox.tsx";
import { answerText, kindText } from "../../attention/answerText.ts";
import { useItemActions, useSeen } from "../../attention/useAttention.ts";
import { formatAgo, formatDateTime } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { useMay, useShell } from "../../shell/shell.ts";
import { Button } from "../../ui/Button.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { StatusDot } from "../../ui/StatusDot.tsx";
import { DeliveryTable } from "./DeliveryTable.tsx";
import { ItemText } from "./ItemText.tsx";
import { useNow } from "./useNow.ts";

/** One item: who needs the user and why, what exactly, the answers, how it ended, and how it was delivered. */
export function ItemDetail({ item }: { readonly item: AttentionItem }) {
  const t = useText();
  const { router } = useShell();
  const body = useRef<HTMLDivElement>(null);
  useSeen(item, body);
  return (
    <article className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title={item.who}
        back={{ label: t("inbox.toList"), onBack: () => router.navigate(["inbox"], { replace: true }) }}
      />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="flex max-w-[800px] flex-col gap-5 p-4">
          <div ref={body}>
            <Heading item={item} />
            <ItemText text={item.text} />
          </div>
          {item.detail !== null && (
            <Section title={t("inbox.exactly")}>
              <Exactly detail={item.detail} />
            </Section>
          )}
          {item.state === "open" ? <AnswerBox item={item} size="page" /> : <Outcome item={item} />}
          <Ways item={item} />
          {item.deliveries.length > 0 && (
            <Section title={t("inbox.deliveries")}>
              <DeliveryTable deliveries={item.deliveries} />
            </Section>
          )}
        </div>
      </div>
    </article>
  );
}

function Heading({ item }: { readonly item: AttentionItem }) {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  return (
    <p className="mb-1 flex flex-wrap items-center gap-x-2 text-12 text-muted">
      <StatusDot
        shape={item.state === "open" ? "attention" : "idle"}
        label={kindText(item.kind, t)}
        className="font-medium text-text"
      />
      <time dateTime={new Date(item.createdAt).toISOString()} className="figures">
        {t("inbox.since", {
          time: formatDateTime(item.createdAt, language),
          ago: formatAgo(item.createdAt, now, language),
        })}
      </time>
    </p>
  );
}

/** Lines that a tool wrote, as they are; those of a change carry their sign at the front and a colour besides. */
function Exactly({ detail }: { readonly detail: string }) {
  const isChange = /^(@@ |--- |\+\+\+ |diff )/m.test(detail);
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mono focus-inset max-h-96 overflow-auto rounded border border-line bg-sunken p-3 text-12 whitespace-pre-wrap break-words select-text"
    >
      {isChange
        ? detail.split("\n").map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change their order
            <span key={index} className={lineLook(line)}>
              {line}
              {"\n"}
            </span>
          ))
        : detail}
    </pre>
  );
}

function lineLook(line: string): string | undefined {
  if (line.startsWith("+")) return "text-accent";
  if (line.startsWith("-")) return "text-danger";
  return line.startsWith("@@") ? "text-faint" : undefined;
}

function Outcome({ item }: { readonly item: AttentionItem }) {
  const t = useText();
  const language = useLanguage();
  return (
    <Section title={t("inbox.outcome")}>
      <p className="text-13">{answerText(item, t)}</p>
      <p className="figures text-12 text-muted">
        {formatDateTime(item.answer?.at ?? item.updatedAt, language)}
        {item.answer && <> · {t("inbox.answeredFrom", { kind: callerText(item.answer.by.kind, t) })}</>}
      </p>
    </Section>
  );
}

function callerText(kind: string, t: ReturnType<typeof useText>): string {
  switch (kind) {
    case "desktop":
      return t("inbox.fromDesktop");
    case "browser":
      return t("inbox.fromBrowser");
    case "phone":
      return t("inbox.fromPhone");
    case "token":
      return t("inbox.fromScript");
    case "command-line":
      return t("inbox.fromCommandLine");
    default:
      return kind;
  }
}

/** Where to go from here, and putting it away. */
function Ways({ item }: { readonly item: AttentionItem }) {
  const t = useText();
  const { router } = useShell();
  const mayDismiss = useMay("steer");
  const { dismiss } = useItemActions();
  const { place } = item;
  const isOpen = item.state === "open";
  if (place.kind !== "session" && !(isOpen && mayDismiss)) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {place.kind === "session" && (
        <Button onClick={() => router.navigate(["sessions", place.session])}>
          {t("inbox.openSession")}
          <ArrowRight size={14} aria-hidden />
        </Button>
      )}
      {isOpen && mayDismiss && (
        <Button look="ghost" onClick={() => void dismiss(item)}>
          {t("attention.dismiss")}
        </Button>
      )}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-12 font-medium text-muted">{title}</h2>
      {children}
    </section>
  );
}
