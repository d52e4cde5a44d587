import { Scope } from "../../core/scope.ts";
import type { SessionSignal } from "../../sessions/contract.ts";
import { SessionSource } from "./sessionSource.ts";
import type { SessionSourcesDeps } from "./sourcesDeps.ts";

/** Raises items for what sessions do: bell, notifications, waiting, failing. Ends with the result's disposal. */
export function watchSessions(deps: SessionSourcesDeps): AsyncDisposable {
  const scope = new Scope();
  const sources = new Map<string, SessionSource>();
  scope.defer(async () => {
    await Promise.all([...sources.values()].map((source) => source[Symbol.asyncDispose]()));
  });
  const begin = (session: string): void => {
    void sources.get(session)?.[Symbol.asyncDispose]();
    sources.set(session, new SessionSource(session, deps));
  };
  const hear = (signal: SessionSignal): void => {
    if (signal.kind === "started") begin(signal.session);
    const source = sources.get(signal.session);
    source?.hear(signal);
    if (signal.kind !== "ended") return;
    sources.delete(signal.session);
    void source?.[Symbol.asyncDispose]();
  };
  scope.use(deps.sessions.onSignal(hear));
  const report = (message: string) => (error: unknown) => {
    if (!scope.signal.aborted) deps.log.error(message, { error });
  };
  const watching = Promise.all([
    closeLeftOver(deps).catch(report("Items of ended sessions could not be closed")),
    closeDeleted(deps, scope.signal).catch(report("Deleted sessions are not followed any more")),
  ]);
  scope.defer(async () => void (await watching));
  return scope;
}

/** What was open when the app was cut off is about programs that do not run any more. */
async function closeLeftOver({ attention, sessions }: SessionSourcesDeps): Promise<void> {
  const running = new Set(sessions.list().flatMap(({ id, status }) => (status === "running" ? [id] : [])));
  for (const { id, kind, place } of await attention.list({ state: "open", limit: 200 })) {
    if (place.kind === "session" && kind !== "failed" && !running.has(place.session)) {
      await attention.close(id, "session-ended");
    }
  }
}

async function closeDeleted({ attention, sessions }: SessionSourcesDeps, signal: AbortSignal): Promise<void> {
  for await (const event of sessions.changes(signal)) {
    if (event.kind === "deleted") await attention.closeSession(event.id, "session-ended");
  }
}
