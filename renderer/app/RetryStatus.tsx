import { useStore } from "zustand";
import type { RetryTask } from "../connection/errorRecoveryManager.ts";
import { useConnection } from "../connection/useConnection.ts";
import { useText } from "../i18n/useText.ts";
import { Spinner } from "../ui/Spinner.tsx";
import { useSecondsUntil } from "./useSecondsUntil.ts";

/** The calls that are being tried again: which, how often, when next, and a way to stop them. Lies in the status bar. */
export function RetryStatus() {
  const { recovery } = useConnection();
  const tasks = useStore(recovery.tasks);
  return tasks.map((task) => <RetryLine key={task.id} task={task} onCancel={() => recovery.cancelRetry(task.id)} />);
}

/** The same where there is no status bar: lines above the bottom bar, while there are any. */
export function RetryBar() {
  const { recovery } = useConnection();
  const hasTasks = useStore(recovery.tasks, (tasks) => tasks.length > 0);
  if (!hasTasks) return null;
  return (
    <div className="flex shrink-0 flex-col border-t border-line bg-sunken px-2 text-12 text-muted *:min-h-11">
      <RetryStatus />
    </div>
  );
}

interface RetryLineProps {
  readonly task: RetryTask;
  readonly onCancel: () => void;
}

function RetryLine({ task: { label, attempt, attempts, nextAt }, onCancel }: RetryLineProps) {
  const t = useText();
  const seconds = useSecondsUntil(nextAt);
  // `attempt` counts the failures; the one that comes is the next.
  const values = { label, attempt: attempt + 1, attempts };
  const text = seconds === null ? t("connection.retryNow", values) : t("connection.retryIn", { ...values, seconds });
  return (
    <span className="figures flex h-full min-w-0 items-center gap-1.5 px-2">
      <Spinner />
      {/* Said once a try, not once a second. */}
      <span role="status" className="sr-only">
        {t("connection.retryNow", values)}
      </span>
      <span aria-hidden className="truncate">
        {text}
      </span>
      <button
        type="button"
        aria-label={t("connection.retryCancelNamed", { label })}
        onClick={onCancel}
        className="focus-inset h-full px-1 text-accent underline underline-offset-2"
      >
        {t("connection.retryCancel")}
      </button>
    </span>
  );
}
