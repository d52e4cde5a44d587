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
  const ask = (scope: Scope) =>
    call(handlers.settings.get, undefined, {
      context: { caller: { kind: "token", label: "Test", scopes: [scope], credentialId: "test" }, terminals: null },
    });
  expect(JSON.stringify(await ask("watch"))).not.toContain("hunter2");
  expect(JSON.stringify(await ask("admin"))).toContain("hunter2");
});
