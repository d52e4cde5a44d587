import { expect, it } from "vitest";
import { settingsFor } from "./settingsFor.ts";

const settings = {
  values: {
    "sessions.maximum": 100,
    tools: [{ key: "review", name: "Review", command: "review", environment: { REVIEW_KEY: "hunter2" } }],
  },
  sources: {},
  pendingRestart: [],
};

it("shows the environment of tools only to who may change it", () => {
  expect(settingsFor({ scopes: ["admin"] }, settings)).toBe(settings);
  const shown = settingsFor({ scopes: ["watch", "steer", "start", "approve"] }, settings);
  expect(JSON.stringify(shown)).not.toContain("hunter2");
  expect(shown.values).toMatchObject({
    "sessions.maximum": 100,
    tools: [{ key: "review", command: "review", environment: { REVIEW_KEY: "[redacted]" } }],
  });
});

it("answers where no tools are configured", () => {
  expect(settingsFor({ scopes: ["watch"] }, { ...settings, values: {} }).values).toEqual({ tools: [] });
});

it("shows where notifications go, and what servers are given, only to who may change it", () => {
  const values = {
    "attention.ntfy": "https://ann:hunter2@ntfy.example.org/my-topic",
    "attention.webhook": "https://hooks.example.org/hunter2",
    "chat.mcpServers": [
      {
        kind: "http",
        key: "one",
        url: "https://ann:hunter2@mcp.example.org/s/hunter2?key=hunter2",
        headers: { authorization: "Bearer hunter2" },
      },
      { kind: "stdio", key: "two", command: "npx", arguments: ["--key", "hunter2"], environment: { KEY: "hunter2" } },
    ],
  };
  const shown = settingsFor({ scopes: ["watch", "steer", "start", "approve"] }, { ...settings, values }).values;
  expect(JSON.stringify(shown)).not.toMatch(/hunter2|my-topic/);
  expect(shown).toMatchObject({
    "chat.mcpServers": [
      { url: "https://mcp.example.org", headers: { authorization: "[redacted]" } },
      { key: "two", command: "npx", arguments: ["[redacted]", "[redacted]"] },
    ],
  });
  const kept = { "attention.ntfy": "secret:topic", "attention.webhook": "" };
  expect(settingsFor({ scopes: ["watch"] }, { ...settings, values: kept }).values).toMatchObject(kept);
});
