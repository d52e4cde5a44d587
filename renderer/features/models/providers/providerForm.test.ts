import { describe, expect, test } from "vitest";
import { modelProvider } from "#shared/configuration/modelSettings.ts";
import { providerPresets } from "./presets.ts";
import { formForPreset, formForProvider, providerOf, providerProblems } from "./providerForm.ts";

const preset = (id: string) => {
  const found = providerPresets.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no preset ${id}`);
  return found;
};

describe("the form of a provider", () => {
  test("makes of every preset what the configuration takes", () => {
    for (const one of providerPresets) {
      const form = {
        ...formForPreset(one, "my-key"),
        name: "Mine",
        keyValue: "sk-secret",
        model: "m",
        ...(one.id === "custom" ? { baseUrl: "https://models.example/v1/" } : {}),
      };
      expect([one.id, providerProblems(form, true)]).toEqual([one.id, {}]);
      const provider = modelProvider.parse(providerOf(form, one.id));
      expect(JSON.stringify(provider)).not.toContain("sk-secret");
      expect(provider).toMatchObject(one.wantsKey ? { apiKey: "secret:my-key" } : { key: one.id });
    }
  });

  test("names what is wrong beside the field", () => {
    const form = { ...formForPreset(preset("custom"), "Bad Name"), baseUrl: "ftp://models" };
    expect(providerProblems(form, true)).toEqual({
      name: "models.problemMissing",
      baseUrl: "models.problemUrl",
      keyValue: "models.problemKeyMissing",
      keyName: "models.problemSecretName",
      model: "models.problemMissing",
    });
    expect(providerProblems({ ...formForPreset(preset("claude"), "x") }, true)).toEqual({});
  });

  test("keeps the key of a provider that is changed, and replaces it under the same name", () => {
    const provider = modelProvider.parse({ kind: "anthropic", key: "a", name: "A", apiKey: "secret:a-key" });
    const form = formForProvider(provider, "unused");
    expect(providerOf(form, "a")).toEqual(provider);
    expect(providerOf({ ...form, keyChoice: "new" }, "a")).toEqual(provider);
    expect(providerProblems({ ...form, keyChoice: "none" }, false)).toEqual({ keyValue: "models.problemKeyMissing" });
  });
});
