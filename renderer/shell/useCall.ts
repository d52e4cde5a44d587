import { useCallback } from "react";
import type { Client } from "#shared/contract/contract.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { toAppError } from "../connection/callOutcome.ts";
import { isAbort } from "../connection/isRetryable.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { describeError } from "./describeError.ts";
import { useShell } from "./shell.ts";

export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T }
  /** The person has been told, unless `isQuiet`. */
  | { readonly kind: "failed"; readonly error: AppError }
  | { readonly kind: "cancelled" };

export interface CallOptions {
  /** What was tried, in the person's words: "Stop session". It heads the error and names the task while it is retried. */
  readonly label: string;
  /** The caller shows the error itself, beside what it concerns. */
  readonly isQuiet?: boolean;
}

export type Call = <T>(
  taskId: string,
  work: (client: Client, signal: AbortSignal) => Promise<T>,
  options: CallOptions,
) => Promise<Outcome<T>>;

/**
 * Calls the server with retries and tells the person when it fails for good; it never rejects, so nothing can be swallowed by
 * accident: `const outcome = await call("stop:" + id, (client, signal) => client.sessions.stop({ id }, { signal }), { label })`.
 */
export function useCall(): Call {
  const { connection, toasts } = useShell();
  const language = useLanguage();
  const t = useText();
  return useCallback<Call>(
    async (taskId, work, { label, isQuiet = false }) => {
      try {
        return { kind: "done", value: await connection.call(taskId, work, { label }) };
      } catch (thrown) {
        if (isAbort(thrown)) return { kind: "cancelled" };
        const error = toAppError(thrown);
        if (!isQuiet)
          toasts.show({ tone: "error", title: t("app.failed", { label }), body: describeError(error, language) });
        return { kind: "failed", error };
      }
    },
    [connection, toasts, language, t],
  );
}
