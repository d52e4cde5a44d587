import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { modelsSettings } from "#shared/configuration/modelSettings.ts";
import { chainOf } from "./registry.ts";

const text = readFileSync(new URL("../../docs/models.md", import.meta.url), "utf8");
const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

it("shows examples that can be taken as they are", () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const example of examples) {
    const { models } = z.strictObject({ models: modelsSettings }).parse(JSON.parse(example));
    for (const { key } of models.aliases) expect(chainOf(models, { key })[0]?.alias.key).toBe(key);
    expect(chainOf(models, { purpose: "chat" })).not.toHaveLength(0);
  }
});
