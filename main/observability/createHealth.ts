/** Where the app stands in its life. */
type HealthState = "starting" | "ready" | "stopping";

interface Readiness {
  readonly isReady: boolean;
  readonly state: HealthState;
  /** What each check said: `ok`, or why not. */
  readonly checks: Readonly<Record<string, string>>;
}

/** What supervisors ask: is it alive, and may work be sent to it. Neither answer holds anything secret. */
export interface Health {
  setState(state: HealthState): void;
  /** Adds a check of readiness; it throws, or takes too long, when something is wrong. */
  addCheck(name: string, check: () => void | Promise<void>): Disposable;
  /** That this can answer at all is the proof; the figures are for people. */
  liveness(): { readonly status: "ok"; readonly uptimeSeconds: number };
  readiness(): Promise<Readiness>;
}

/** How long one check may take before it counts as failed, in milliseconds. */
const checkTimeoutMs = 2000;

export function createHealth({ timeoutMs = checkTimeoutMs }: { timeoutMs?: number } = {}): Health {
  const checks = new Map<string, () => void | Promise<void>>();
  let state: HealthState = "starting";
  return {
    setState: (next) => {
      state = next;
    },
    addCheck: (name, check) => {
      checks.set(name, check);
      return { [Symbol.dispose]: () => void checks.delete(name) };
    },
    liveness: () => ({ status: "ok", uptimeSeconds: Math.round(process.uptime()) }),
    readiness: async () => {
      const results = await Promise.all(
        [...checks].map(async ([name, check]) => [name, await outcome(check, timeoutMs)] as const),
      );
      return {
        isReady: state === "ready" && results.every(([, text]) => text === "ok"),
        state,
        checks: Object.fromEntries(results),
      };
    },
  };
}

async function outcome(check: () => void | Promise<void>, timeoutMs: number): Promise<string> {
  const timedOut = Promise.withResolvers<string>();
  const timer = setTimeout(() => timedOut.resolve("no answer"), timeoutMs);
  try {
    return await Promise.race([Promise.resolve(check()).then(() => "ok"), timedOut.promise]);
  } catch (error) {
    // Only the kind of failure: who asks for health has shown no credential.
    return error instanceof Error && "code" in error ? `failed (${String(error.code)})` : "failed";
  } finally {
    clearTimeout(timer);
  }
}
