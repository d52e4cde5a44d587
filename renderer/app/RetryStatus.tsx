import { useStore } from "zustand";
import type { RetryTask } from "../connection/errorRecoveryManager.ts";
import { useConnection } from "../connection/useConnection.ts";
import { useText } from "../i18n/useText.ts";
import { Spinner } from "../ui/Spinner.tsx";
import { useSecondsUntil } from "./useSecondsUntil.ts";

/** The calls that are being tried again: which, how often, when next, and a way to stop them. */
export function RetryStatus() {
  const { recovery } = useConnection();
  const tasks = useStore(recovery.tasks);
  return tasks.map((task) => <RetryLine key={task.id} task={task} onCancel={() => recovery.cancelRetry(task.id)} />);
}

function RetryLine({
  task: { label, attempt, attempts, nextAt },
  onCancel,
}: {
  readonly task: RetryTask;
  readonly onCancel: () => void;
}) {
  const t = useText();
  const seconds = useSecondsUntil(nextAt);
  const text =
    seconds === null
      ? t("connection.retryNow", { label, attempt: attempt + 1, attempts })
      : t("connection.retryIn", { label, attempt: attempt + 1, attempts, seconds });
  return (
    <span role="status" className="figures flex h-full min-w-0 items-center gap-1.5 px-2">
      <Spinner />
      <span className="truncate">{text}</span>
      <button
        type="button"
        onClick={onCancel}
        className="focus-inset h-full px-1 text-accent underline underline-offset-2"
      >
        {t("connection.retryCancel")}
      </button>
    </span>
  );
}
