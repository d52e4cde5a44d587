import { call } from "@orpc/server";
import { expect, it } from "vitest";
import type { Scope } from "#shared/contract/scopes.ts";
import { createHandlers } from "./handlers.ts";
import { createTestParts } from "./testParts.ts";

const tokens = { list: async () => [], create: async () => Promise.reject(), revoke: async () => Promise.reject() };

it("answers who may only watch without what tools are given as their environment", async () => {
  const parts = createTestParts(tokens);
  const tool = { key: "review", name: "Review", command: "review", environment: { REVIEW_KEY: "hunter2" } };
  const settings = { values: { tools: [tool] }, sources: {}, pendingRestart: [] };
  const handlers = createHandlers({ ...parts, settings: { ...parts.settings, settings: () => settings } });
  const ask = (scope: Scope) => call(handlers.settings.get, undefined, { context: contextOf(scope) });
  expect(JSON.stringify(await ask("watch"))).not.toContain("hunter2");
  expect(JSON.stringify(await ask("admin"))).toContain("hunter2");
});

it("follows the settings from now on, each caller with what it may see", async () => {
  const parts = createTestParts(tokens);
  const inForce = (maximum: number) => ({
    values: {
      tools: [{ key: "review", name: "Review", command: "review", environment: { REVIEW_KEY: "hunter2" } }],
      "sessions.maximum": maximum,
    },
    sources: {},
    pendingRestart: [],
  });
  let settings = inForce(1);
  const handlers = createHandlers({ ...parts, settings: { ...parts.settings, settings: () => settings } });
  const follow = async (scope: Scope) =>
    (await call(handlers.settings.changes, undefined, { context: contextOf(scope) }))[Symbol.asyncIterator]();
  const [watcher, owner] = [await follow("watch"), await follow("admin")];
  const told = async () => [(await watcher.next()).value, (await owner.next()).value];
  expect(await told()).toMatchObject([{ values: { "sessions.maximum": 1 } }, inForce(1)]);
  const next = told();
  settings = inForce(2);
  parts.settingsChanged.changed();
  const [seen, all] = await next;
  expect(all).toEqual(settings);
  expect(seen).toMatchObject({ values: { "sessions.maximum": 2 } });
  expect(JSON.stringify(seen)).not.toContain("hunter2");
});

function contextOf(scope: Scope) {
  return { caller: { kind: "token", label: "Test", scopes: [scope], credentialId: "test" }, terminals: null } as const;
}
