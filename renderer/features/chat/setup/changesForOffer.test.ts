import { describe, expect, it } from "vitest";
import type { ModelOffer } from "#shared/contract/models.ts";
import { changesForOffer } from "./changesForOffer.ts";

const offer: ModelOffer = {
  provider: { kind: "openai-compatible", key: "ollama", name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1" },
  aliases: [
    { key: "llama", name: "Llama", provider: "ollama", model: "llama3.2", contextTokens: 8192, timeoutSeconds: 180 },
  ],
  found: "http://127.0.0.1:11434",
};

describe("taking an offer into use", () => {
  it("makes its first model the default where there is none", () => {
    expect(changesForOffer({}, offer)).toEqual({
      "models.providers": [offer.provider],
      "models.aliases": offer.aliases,
      "models.default": "llama",
    });
  });

  it("keeps what is configured, and is there once however often it is pressed", () => {
    const other = { key: "openai" };
    const changes = changesForOffer(
      { "models.providers": [other, offer.provider], "models.aliases": [...offer.aliases], "models.default": "gpt" },
      offer,
    );
    expect(changes).toEqual({ "models.providers": [other, offer.provider], "models.aliases": offer.aliases });
  });
});
