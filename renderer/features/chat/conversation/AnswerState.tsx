import { Play, RefreshCw } from "lucide-react";
import type { Message } from "#shared/contract/chatMessages.ts";
import { appErrorFromShape } from "#shared/errors/appError.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { fragmentOf } from "../../../shell/router.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { useChatActions } from "../useChatActions.ts";
import { useSecondsLeft } from "./useSecondsLeft.ts";

export interface AnswerStateProps {
  readonly message: Message;
  readonly isLast: boolean;
  readonly isBusy: boolean;
}

/** What is the matter with an answer, if anything, and the way on: it is tried again, it failed, was stopped, or was cut off. */
export function AnswerState({ message, isLast, isBusy }: AnswerStateProps) {
  switch (message.state) {
    case "waiting":
    case "streaming":
      return message.retry && <Retrying message={message} retry={message.retry} />;
    case "failed":
      return <Failed message={message} isBusy={isBusy} />;
    case "interrupted":
      return <Interrupted message={message} isLast={isLast} isBusy={isBusy} />;
    case "stopped":
      return <Stopped />;
    case "done":
      return null;
  }
}

const lineLook = "flex flex-wrap items-center gap-x-3 gap-y-2 rounded border border-line bg-surface px-3 py-2 text-13";

function Retrying({ message, retry }: { readonly message: Message; readonly retry: NonNullable<Message["retry"]> }) {
  const t = useText();
  const language = useLanguage();
  const { stop } = useChatActions();
  const seconds = useSecondsLeft(retry.nextAt);
  // `attempt` is the one that comes next, or is under way.
  const values = { attempt: retry.attempt, attempts: retry.attempts };
  return (
    <div className={lineLook}>
      <span className="figures flex min-w-0 flex-1 items-center gap-2">
        <Spinner />
        <span>
          {seconds === null ? t("chat.retrying", values) : t("chat.retryingIn", { ...values, seconds })}
          {message.error && (
            <span className="text-muted"> {describeError(appErrorFromShape(message.error), language)}</span>
          )}
        </span>
      </span>
      <Button size="small" onClick={() => void stop(message.conversation)}>
        {t("app.cancel")}
      </Button>
    </div>
  );
}

function Failed({ message, isBusy }: { readonly message: Message; readonly isBusy: boolean }) {
  const t = useText();
  const language = useLanguage();
  const { regenerate } = useChatActions();
  const mayChange = useMay("steer");
  const error = message.error && appErrorFromShape(message.error);
  const isSetUp =
    error?.category === "auth" || error?.code === "MODEL_NOT_CONFIGURED" || error?.code === "MODEL_NOT_FOUND";
  return (
    <div role="alert" className={lineLook}>
      <div className="flex min-w-0 flex-1 basis-64 flex-wrap gap-x-3">
        <StatusDot shape="failed" label={t("chat.answerFailed")} className="font-medium text-danger" />
        <span className="min-w-0 flex-1 basis-48 break-words">{error && describeError(error, language)}</span>
      </div>
      {isSetUp && (
        <a href={fragmentOf(["models"])} className="text-13">
          {t("chat.openModels")}
        </a>
      )}
      {mayChange && (
        <Button size="small" disabled={isBusy} onClick={() => void regenerate(message, null)}>
          <RefreshCw size={14} aria-hidden />
          {t("app.tryAgain")}
        </Button>
      )}
    </div>
  );
}

function Interrupted({ message, isLast, isBusy }: AnswerStateProps) {
  const t = useText();
  const { resume, regenerate } = useChatActions();
  const mayChange = useMay("steer");
  return (
    <div className={lineLook}>
      <StatusDot shape="warning" label={t("chat.interrupted")} className="min-w-40 flex-1" />
      {mayChange && (
        <>
          <Button size="small" disabled={isBusy} onClick={() => void regenerate(message, null)}>
            <RefreshCw size={14} aria-hidden />
            {t("chat.regenerate")}
          </Button>
          {isLast && (
            <Button size="small" look="primary" disabled={isBusy} onClick={() => void resume(message)}>
              <Play size={14} aria-hidden />
              {t("chat.resume")}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Stopped() {
  const t = useText();
  return <StatusDot shape="idle" label={t("chat.answerStopped")} className="text-12 text-muted" />;
}
