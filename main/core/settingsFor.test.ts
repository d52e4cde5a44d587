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
