import { createStore, type StoreApi } from "zustand/vanilla";
import { backoffDelay } from "#shared/retry/retryPolicy.ts";
import { abortableWait, untilAborted } from "./abortable.ts";
import { callAttempts, callPolicy } from "./backoff.ts";
import { askedDelay, isAbort, isRetryable } from "./isRetryable.ts";

/** A task that failed at least once and waits for its next attempt, or makes it now (`nextAt` null). */
export interface RetryTask {
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  /** The failed attempts so far, and how many there are at most. */
  readonly attempt: number;
  readonly attempts: number;
  readonly nextAt: number | null;
  readonly lastError: unknown;
}

export interface RetryListeners<T> {
  /** Before a wait: the retry's number from 1, and the wait in milliseconds. */
  readonly onRetry?: (attempt: number, delayMs: number) => void;
  /** Once, when there is no further attempt; the same error is then thrown. Not called for a cancelled task. */
  readonly onError?: (error: unknown) => void;
  readonly onSuccess?: (value: T) => void;
  /** How the status bar names the task while it is retried; its id if left out. */
  readonly label?: string;
}

export type Operation<T> = (attempt: { readonly signal: AbortSignal; readonly number: number }) => Promise<T>;

export interface ErrorRecoveryManager extends Disposable {
  /**
   * Runs the operation, again after failures that may pass: 3 attempts, waits of 1, 2 … at most 5 s plus up to 1 s, longer if the
   * error asks for it. Joins the running task of the same id instead of starting a second one: all callers get the one result.
   * A cancelled task rejects with an AbortError. Put one call into an operation: it is repeated as a whole.
   */
  executeWithRetry<T>(taskId: string, operation: Operation<T>, listeners?: RetryListeners<T>): Promise<T>;
  /** Ends a task really: the wait stops and the operation's signal fires. False if no such task runs. */
  cancelRetry(taskId: string): boolean;
  cancelAll(): void;
  /** The tasks being retried, for the status bar; a task that succeeds at once never shows. */
  readonly tasks: StoreApi<readonly RetryTask[]>;
}

export interface RecoveryOptions {
  readonly random?: () => number;
  readonly now?: () => number;
}

type OnRetry = (attempt: number, delayMs: number) => void;

interface Running {
  readonly promise: Promise<unknown>;
  readonly abort: AbortController;
  readonly onRetry: Set<OnRetry>;
}

/**
 * The one owner of retries for calls; restoring the link is not its work (connection.ts). The loop is our own: cockatiel's retry
 * policy sits out its wait even when its signal has fired.
 */
export function createErrorRecoveryManager({
  random = Math.random,
  now = Date.now,
}: RecoveryOptions = {}): ErrorRecoveryManager {
  const running = new Map<string, Running>();
  const tasks = createStore<readonly RetryTask[]>(() => []);

  const show = (task: RetryTask): void =>
    tasks.setState((all) => [...all.filter(({ id }) => id !== task.id), task], true);
  const hide = (id: string): void => {
    if (tasks.getState().some((task) => task.id === id))
      tasks.setState((all) => all.filter((task) => task.id !== id), true);
  };

  const begin = <T>(id: string, label: string, operation: Operation<T>): Running => {
    const abort = new AbortController();
    const onRetry = new Set<OnRetry>();
    const promise = attemptUntilDone(operation, abort.signal, {
      random,
      onWait: (attempt, delayMs, lastError) => {
        show({ id, label, attempt, attempts: callAttempts, nextAt: now() + delayMs, lastError });
        for (const listener of onRetry) listener(attempt, delayMs);
      },
      onAttempt: (attempt, lastError) => show({ id, label, attempt, attempts: callAttempts, nextAt: null, lastError }),
    }).finally(() => {
      // A cancelled task has made room already, perhaps for a new one of the same id.
      if (running.get(id) === task) forget(id);
    });
    const task: Running = { promise, abort, onRetry };
    running.set(id, task);
    return task;
  };
  const forget = (id: string): void => {
    running.delete(id);
    hide(id);
  };

  const cancelRetry = (id: string): boolean => {
    const task = running.get(id);
    if (!task) return false;
    forget(id);
    task.abort.abort(new DOMException("Cancelled", "AbortError"));
    return true;
  };
  const cancelAll = (): void => {
    for (const id of [...running.keys()]) cancelRetry(id);
  };

  const executeWithRetry = async <T>(
    id: string,
    operation: Operation<T>,
    listeners: RetryListeners<T> = {},
  ): Promise<T> => {
    const task = running.get(id) ?? begin(id, listeners.label ?? id, operation);
    if (listeners.onRetry) task.onRetry.add(listeners.onRetry);
    try {
      // The id names the operation, so a task that was joined has this operation's type of result.
      const value = (await task.promise) as T;
      listeners.onSuccess?.(value);
      return value;
    } catch (error) {
      if (!isAbort(error)) listeners.onError?.(error);
      throw error;
    }
  };

  return { tasks, executeWithRetry, cancelRetry, cancelAll, [Symbol.dispose]: cancelAll };
}

interface AttemptHooks {
  readonly random: () => number;
  readonly onWait: (attempt: number, delayMs: number, error: unknown) => void;
  readonly onAttempt: (attempt: number, error: unknown) => void;
}

async function attemptUntilDone<T>(operation: Operation<T>, signal: AbortSignal, hooks: AttemptHooks): Promise<T> {
  // A turn later, so that whoever starts a task is registered as a listener before anything can fail.
  await Promise.resolve();
  for (let failures = 0; ; ) {
    try {
      return await untilAborted(operation({ signal, number: failures + 1 }), signal);
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (failures >= callAttempts || !isRetryable(error)) throw error;
      const delayMs = Math.max(backoffDelay(callPolicy, failures - 1, hooks.random()), askedDelay(error));
      hooks.onWait(failures, delayMs, error);
      await abortableWait(delayMs, signal);
      hooks.onAttempt(failures, error);
    }
  }
}
