import type { Session } from "#shared/contract/sessions.ts";

/** A running session for tests, with whatever the test is about. */
export function exampleSession(about: Partial<Session> = {}): Session {
  return {
    id: "00000000-0000-4000-8000-000000000000",
    tool: "shell",
    name: "bash",
    folder: "/home/ada/engine",
    arguments: [],
    environmentNames: [],
    status: "running",
    reason: null,
    pid: 4242,
    exitCode: null,
    signal: null,
    createdAt: 1_000,
    startedAt: 1_000,
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
    ...about,
  };
}
