import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelAlias } from "#shared/configuration/modelSettings.ts";
import { hasProblems } from "../fieldProblems.ts";
import { aliasOf, formForModel, modelProblems } from "./modelForm.ts";

/** Mostly what passes, so that whole forms do; now and then anything. */
const around = (minimum: number, maximum: number) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: minimum, max: maximum }).map(String) },
    { weight: 1, arbitrary: fc.double({ min: minimum - 1, max: maximum + 1 }).map(String) },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
    { weight: 1, arbitrary: fc.constantFrom("", "0x1000", "1e3", "128,000", "Infinity", "-0") },
  );

describe("the form of a model", () => {
  test("never sends what the configuration would refuse", () => {
    const form = fc.record({
      provider: fc.constant("p"),
      model: fc.string({ maxLength: 80 }),
      name: fc.string({ maxLength: 80 }),
      contextTokens: around(1024, 10_000_000),
      maximumOutputTokens: around(16, 1_000_000),
      temperature: around(0, 2),
      timeoutSeconds: around(5, 3600),
      inputPrice: around(0, 10_000),
      outputPrice: around(0, 10_000),
      fallback: fc.constantFrom("", "other"),
    });
    fc.assert(
      fc.property(form, (typed) => {
        fc.pre(!hasProblems(modelProblems(typed, false)));
        expect(modelAlias.safeParse(aliasOf(typed, "key")).success).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("gives back the model it was made of", () => {
    const alias = modelAlias.parse({ key: "a", name: "A", provider: "p", model: "m", inputPrice: 0.5, fallback: "b" });
    expect(aliasOf(formForModel("p", alias), "a")).toEqual(alias);
  });

  test("takes numbers as people write them, and the model's name where it got none of its own", () => {
    const form = { ...formForModel("p"), model: "qwen-plus", contextTokens: "131,072", temperature: "0.2" };
    expect(aliasOf(form, "k")).toMatchObject({ name: "qwen-plus", contextTokens: 131_072, temperature: 0.2 });
    expect(modelProblems({ ...form, temperature: "3" }, false)).toEqual({ temperature: "models.problemTemperature" });
    expect(modelProblems({ ...formForModel("p"), name: "Claude" }, true)).toEqual({});
  });
});
