import { expect, test, vi } from "vitest";
import type { Session, SessionsEvent } from "#shared/contract/sessions.ts";
import { silentLog } from "../observability/log.ts";
import { followRunningSessions } from "./runningSessions.ts";

function session(name: string, status: Session["status"], startedAt: number): Session {
  return {
    id: `00000000-0000-0000-0000-${String(startedAt).padStart(12, "0")}`,
    tool: "shell",
    name,
    folder: "/",
    arguments: [],
    environmentNames: [],
    status,
    reason: null,
    pid: null,
    exitCode: null,
    signal: null,
    createdAt: startedAt,
    startedAt,
    endedAt: null,
    columns: 80,
    rows: 24,
    title: "",
    lastLine: "",
    outputAt: null,
    firstOffset: 0,
    endOffset: 0,
    viewers: 0,
    driver: null,
    historyProblem: null,
  };
}

test("what runs is known by name, the latest first, and told only when it changes", async () => {
  const stop = new AbortController();
  const { readable, writable } = new TransformStream<SessionsEvent, SessionsEvent>();
  const writer = writable.getWriter();
  const changes = (signal?: AbortSignal) => {
    signal?.addEventListener("abort", () => void writer.close());
    return readable;
  };
  const running = followRunningSessions({ sessions: { list: () => [], changes }, log: silentLog }, stop.signal);
  const changed = vi.fn();
  running.onChange(changed);

  const [claude, shell] = [session("claude", "running", 1), session("shell", "running", 2)];
  await writer.write({ kind: "snapshot", sequence: 0, sessions: [claude, session("old", "stopped", 3)] });
  await writer.write({ kind: "changed", sequence: 1, session: shell });
  await vi.waitFor(() => expect(running.names).toEqual(["shell", "claude"]));
  const toldSoFar = changed.mock.calls.length;

  await writer.write({ kind: "changed", sequence: 2, session: { ...shell, lastLine: "output", endOffset: 900 } });
  await writer.write({ kind: "changed", sequence: 3, session: { ...claude, name: "review" } });
  await vi.waitFor(() => expect(running.names).toEqual(["shell", "review"]));
  await writer.write({ kind: "changed", sequence: 4, session: { ...shell, status: "stopped" } });
  await writer.write({ kind: "deleted", sequence: 5, id: claude.id });
  await vi.waitFor(() => expect(running.names).toEqual([]));
  expect(changed.mock.calls.length - toldSoFar).toBe(3);
  stop.abort();
});
