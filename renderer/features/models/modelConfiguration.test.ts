import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelAlias } from "#shared/configuration/modelSettings.ts";
import { fixedBy, freeKey, modelConfigurationOf, withoutModels } from "./modelConfiguration.ts";

const provider = { kind: "openai-compatible", key: "ollama", name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1" };
const alias = (key: string, more: object = {}) => ({ key, name: key, provider: "ollama", model: key, ...more });

describe("the configuration of models", () => {
  const configuration = modelConfigurationOf({
    values: {
      "models.providers": [provider],
      "models.aliases": [alias("small"), alias("large", { fallback: "small" }), alias("other", { fallback: "large" })],
      "models.default": "small",
      "models.chat": "large",
    },
  });

  test("is read with its defaults, and empty where nothing is set", () => {
    expect(configuration.aliases[0]).toMatchObject({ key: "small", contextTokens: 128_000 });
    expect(configuration.purposes).toMatchObject({ default: "small", chat: "large", memory: "" });
    expect(modelConfigurationOf({ values: {} })).toMatchObject({ providers: [], servers: [], currency: "USD" });
  });

  test("points at no model that was removed", () => {
    const changes = withoutModels(configuration, ({ key }) => key === "small");
    expect(changes["models.default"]).toBe("");
    expect(changes).not.toHaveProperty("models.chat");
    expect(changes["models.aliases"]).toEqual([
      expect.not.objectContaining({ fallback: expect.anything() }),
      expect.objectContaining({ key: "other", fallback: "large" }),
    ]);
  });

  test("says where a setting is fixed", () => {
    const sources = { a: "environment", b: "command-line", c: "file" } as const;
    expect(["a", "b", "c", "d"].map((path) => fixedBy({ sources }, path))).toEqual([
      "environment",
      "command-line",
      null,
      null,
    ]);
  });

  test("gets a valid key that nobody has, whatever a model is called", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), fc.nat(5), (name, count) => {
        const taken: string[] = [];
        for (let made = 0; made <= count; made += 1) taken.push(freeKey(name, taken));
        expect(new Set(taken).size).toBe(taken.length);
        for (const key of taken) expect(modelAlias.shape.key.safeParse(key).success).toBe(true);
      }),
    );
    expect(freeKey("qwen3:8b", [])).toBe("qwen3-8b");
    expect(freeKey("通义千问", ["model"])).toBe("model-2");
  });
});
