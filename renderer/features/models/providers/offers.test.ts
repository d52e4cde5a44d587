import { describe, expect, test } from "vitest";
import { modelAlias, modelProvider } from "#shared/configuration/modelSettings.ts";
import { modelConfigurationOf } from "../modelConfiguration.ts";
import { acceptOffer, newOffers } from "./offers.ts";

const offer = {
  provider: modelProvider.parse({
    kind: "openai-compatible",
    key: "ollama",
    name: "Ollama",
    baseUrl: "http://127.0.0.1:11434/v1",
  }),
  aliases: ["qwen3-8b", "llama"].map((key) => modelAlias.parse({ key, name: key, provider: "ollama", model: key })),
  found: "http://127.0.0.1:11434",
};
const claude = {
  provider: modelProvider.parse({ kind: "tool", key: "claude", name: "Claude Code", tool: "claude" }),
  aliases: [],
  found: "/usr/bin/claude",
};

describe("what was found on this machine", () => {
  test("is not offered again once it is configured, under whatever name", () => {
    const configuration = modelConfigurationOf({
      values: {
        "models.providers": [
          { kind: "openai-compatible", key: "mine", name: "Mine", baseUrl: "http://localhost:11434/v1/" },
        ],
      },
    });
    expect(newOffers([offer, claude], configuration)).toEqual([claude]);
  });

  test("is taken in without touching what is there", () => {
    const before = {
      "models.providers": [{ kind: "tool", key: "ollama", name: "Taken", tool: "codex" }],
      "models.aliases": [{ key: "llama", name: "Mine", provider: "ollama", model: "" }],
      "models.default": "llama",
    };
    const changes = acceptOffer(offer, modelConfigurationOf({ values: before }));
    const after = modelConfigurationOf({ values: { ...before, ...changes } });
    expect(after.providers.map(({ key }) => key)).toEqual(["ollama", "ollama-2"]);
    expect(after.aliases.map(({ key, provider }) => [key, provider])).toEqual([
      ["llama", "ollama"],
      ["qwen3-8b", "ollama-2"],
      ["llama-2", "ollama-2"],
    ]);
    expect(after.purposes.default).toBe("llama");
  });

  test("brings the default model where there is none", () => {
    expect(acceptOffer(offer, modelConfigurationOf({ values: {} }))["models.default"]).toBe("qwen3-8b");
  });
});
