import { useConnectionState } from "../../../connection/useConnection.ts";
import type { Translate } from "../../../i18n/texts.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { Button } from "../../../ui/Button.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import type { OutboxEntry } from "../outbox/outboxState.ts";
import { useChatModel } from "../useChat.ts";
import { UserBubble } from "./UserBubble.tsx";
import { useSecondsLeft } from "./useSecondsLeft.ts";

/** A message that the server has not acknowledged: sending, retrying, waiting for the connection, or failed, with what can be done. */
export function UnsentMessageView({ entry: { message, state } }: { readonly entry: OutboxEntry }) {
  const t = useText();
  const language = useLanguage();
  const { outbox, drafts } = useChatModel();
  const seconds = useSecondsLeft(state.kind === "retrying" ? state.nextAt : null);
  const takeBack = (): void => {
    const back = outbox.takeBack(message.id);
    if (!back) return;
    const { text, attachments } = drafts.of(back.conversation);
    drafts.change(back.conversation, {
      text: [back.text, text].filter((part) => part !== "").join("\n\n"),
      attachments: [...back.attachments, ...attachments],
    });
  };
  const isLive = useConnectionState().kind === "live";
  const status = state.kind === "waiting" && isLive ? t("chat.waitsForAnswer") : statusOf(state, seconds, t);
  return (
    <article aria-label={t("chat.yourMessage")} className="mt-5 flex flex-col items-end gap-1.5">
      <UserBubble
        text={message.text}
        attachments={message.attachments}
        className={state.kind === "failed" ? "" : "opacity-80"}
      />
      <div className="flex min-h-7 flex-wrap items-center justify-end gap-2 text-12 text-muted">
        {state.kind === "failed" ? (
          <StatusDot
            shape="failed"
            label={`${status}${state.error ? ` · ${describeError(state.error, language)}` : ""}`}
            className="text-danger"
          />
        ) : (
          <span role="status" className="figures inline-flex items-center gap-1.5">
            {state.kind === "waiting" ? <StatusDot shape="starting" label={status} /> : <Spinner />}
            {state.kind !== "waiting" && status}
          </span>
        )}
        {state.kind !== "sending" && (
          <Button size="small" onClick={takeBack}>
            {t("chat.takeBack")}
          </Button>
        )}
        {(state.kind === "failed" || state.kind === "retrying") && (
          <Button size="small" look="primary" onClick={() => outbox.retry(message.id)}>
            {state.kind === "failed" ? t("chat.sendAgain") : t("chat.sendNow")}
          </Button>
        )}
      </div>
    </article>
  );
}

function statusOf(state: OutboxEntry["state"], seconds: number | null, t: Translate): string {
  switch (state.kind) {
    case "sending":
      return t("chat.sending");
    case "retrying":
      return seconds === null
        ? t("chat.resending", { attempt: state.attempt + 1, attempts: state.attempts })
        : t("chat.resendingIn", { attempt: state.attempt + 1, attempts: state.attempts, seconds });
    case "waiting":
      return t("chat.waitsForConnection");
    case "failed":
      return t("chat.notSent");
  }
}
