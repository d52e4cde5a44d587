import type { Session } from "#shared/contract/sessions.ts";
import type { LogEntry, SystemStatus } from "#shared/contract/system.ts";
import type { Tool } from "#shared/contract/tools.ts";
import { chatExamples } from "./chatExamples.ts";
import { phoneExamples } from "./phoneExamples.ts";
import type { RestExample } from "./restExample.ts";

const id = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
const time = 1_795_255_200_000;

const session: Session = {
  id,
  tool: "claude",
  name: "Fix the login page",
  folder: "/home/mei/shop",
  arguments: ["--continue"],
  environmentNames: ["NODE_ENV"],
  status: "running",
  reason: null,
  pid: 48_213,
  exitCode: null,
  signal: null,
  createdAt: time,
  startedAt: time + 12,
  endedAt: null,
  columns: 120,
  rows: 36,
  title: "claude",
  lastLine: "✻ Reading src/login.tsx …",
  outputAt: time + 42_000,
  firstOffset: 0,
  endOffset: 18_432,
  viewers: 1,
  driver: { viewer: "v1", label: "Chrome on Linux" },
  historyProblem: null,
};
const stopped: Session = {
  ...session,
  status: "stopped",
  reason: "stopped",
  pid: null,
  signal: "SIGTERM",
  endedAt: time + 60_000,
  driver: null,
};

const tool: Tool = {
  key: "claude",
  name: "Claude Code",
  description: "Anthropic’s coding agent",
  command: "claude",
  arguments: [],
  icon: "C",
  color: "#D97757",
  source: "built-in",
  executable: "/home/mei/.local/bin/claude",
  version: "2.0.14",
  install: { command: "npm install -g @anthropic-ai/claude-code", page: null },
};

const status: SystemStatus = {
  version: "0.1.0",
  host: "headless",
  pid: 48_100,
  platform: "linux",
  startedAt: time,
  url: "http://127.0.0.1:8765",
  connections: 1,
  runningSessions: 1,
  lanUrl: null,
  openAttention: 0,
  notices: [{ code: "sessions-interrupted", details: { count: 2 }, since: time }],
};

const logEntry: LogEntry = {
  time,
  level: "info",
  part: "sessions",
  message: "A session was started",
  context: { tool: "claude" },
};
const settings = {
  values: { sessions: { maximum: 100 } },
  sources: { "sessions.maximum": "default" },
  pendingRestart: [],
};
const token = { id: "b9d2…", name: "build", scopes: ["watch", "start"], createdAt: time, lastUsedAt: null };
const row = { text: "\u001b[32m✓\u001b[0m 42 tests passed", wrapped: false };
const byId = { parameters: { id } };

/** One example a call of the REST API, by its dotted name. A test checks each of them against the contract. */
export const restExamples: Readonly<Record<string, RestExample>> = {
  ...phoneExamples,
  ...chatExamples,
  "system.me": { answer: { label: "build", kind: "token", scopes: ["watch", "start"] } },
  "system.status": { answer: status },
  "system.statusChanges": { answer: status },
  "system.dismissNotice": { parameters: { code: "sessions-interrupted" }, answer: {} },
  "system.logs": { parameters: { level: "info", limit: 50, contains: "session" }, answer: [logEntry] },
  "system.diagnostics": {
    answer: {
      text: "# Quarterdeck 0.1.0 …",
      checks: [
        { name: "Terminal", state: "ok", detail: "A program ran in a terminal and ended after 9 ms", remedy: null },
      ],
    },
  },
  "system.recentFolders": { answer: ["/home/mei/shop", "/home/mei/notes"] },
  "system.browseFolders": {
    parameters: { path: "/home/mei" },
    answer: {
      path: "/home/mei",
      parent: "/home",
      folders: [{ name: "shop", path: "/home/mei/shop" }],
      isTruncated: false,
    },
  },
  "tools.list": { parameters: { refresh: false }, answer: [tool] },
  "sessions.list": { answer: [session] },
  "sessions.get": { ...byId, answer: session },
  "sessions.changes": { answer: { kind: "snapshot", sequence: 1, sessions: [session] } },
  "sessions.start": {
    body: {
      idempotencyKey: "build-2026-11-21-1",
      tool: "claude",
      folder: "~/shop",
      arguments: ["--continue"],
      environment: { NODE_ENV: "test" },
      name: "Fix the login page",
      size: { columns: 120, rows: 36 },
    },
    answer: session,
  },
  "sessions.restart": { ...byId, answer: session },
  "sessions.stop": { ...byId, answer: stopped },
  "sessions.interrupt": { ...byId, answer: session },
  "sessions.sendInput": { ...byId, body: { text: "run the tests\r", paste: false }, answer: { bytes: 14 } },
  "sessions.rename": { ...byId, body: { name: "Login page" }, answer: { ...session, name: "Login page" } },
  "sessions.delete": { ...byId, answer: { id } },
  "history.rows": {
    parameters: { id, first: 100, count: 50 },
    answer: { first: 100, rows: [row], firstKept: 0, screenTop: 101 },
  },
  "history.screen": {
    ...byId,
    answer: { rows: [row], screenTop: 101, cursor: { column: 0, row: 1 }, isAlternate: false },
  },
  "history.search": {
    body: { query: "tests passed", caseSensitive: false, context: 2, limit: 200 },
    answer: {
      kind: "matches",
      matches: [
        {
          session: id,
          offset: 17_920,
          time,
          text: "✓ 42 tests passed",
          start: 5,
          length: 12,
          before: ["Running 42 tests"],
          after: [""],
        },
      ],
    },
  },
  "history.locate": { parameters: { id, offset: 17_920 }, answer: { row: 100, time, isAlternate: false } },
  "history.timeline": {
    ...byId,
    answer: {
      firstOffset: 0,
      endOffset: 18_432,
      droppedBytes: 0,
      startTime: time,
      endTime: time + 42_000,
      activity: [{ time, offset: 0 }],
    },
  },
  "history.recording": {
    parameters: { id, from: 0, withKeyframe: true },
    answer: {
      keyframe: { offset: 0, time, columns: 120, rows: 36, state: "" },
      events: [{ kind: "output", time, offset: 0, data: "4pyTIDQyIHRlc3RzIHBhc3NlZA==" }],
      next: null,
    },
  },
  "history.export": {
    parameters: { id, format: "text", cursor: 0 },
    answer: { data: "4pyTIDQyIHRlc3RzIHBhc3NlZA==", next: null, fileName: "Fix the login page.txt" },
  },
  "settings.schema": { answer: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" } },
  "settings.get": { answer: settings },
  "settings.changes": { answer: settings },
  "settings.update": {
    body: { changes: { "sessions.maximum": 50 } },
    answer: { ...settings, values: { sessions: { maximum: 50 } }, sources: { "sessions.maximum": "file" } },
  },
  "secrets.list": { answer: [{ name: "openai-key", place: "keychain" }] },
  "secrets.set": {
    parameters: { name: "openai-key" },
    body: { value: "sk-…" },
    answer: { name: "openai-key", place: "keychain" },
  },
  "secrets.delete": { parameters: { name: "openai-key" }, answer: { name: "openai-key" } },
  "tokens.list": { answer: [token] },
  "tokens.create": { body: { name: "build", scopes: ["watch", "start"] }, answer: { ...token, token: "qd_…" } },
  "tokens.revoke": { parameters: { id: "b9d2…" }, answer: { id: "b9d2…" } },
};
