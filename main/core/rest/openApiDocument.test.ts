import { getEventIteratorSchemaDetails, isContractProcedure } from "@orpc/contract";
import { describe, expect, it } from "vitest";
import { contract } from "#shared/contract/contract.ts";
import { createOpenApiDocument } from "./openApiDocument.ts";
import { isRestCall, metaOf } from "./restCalls.ts";
import { restExamples } from "./restExamples.ts";

const calls = Object.entries(contract).flatMap(([group, procedures]) =>
  Object.entries(procedures).flatMap(([name, procedure]) =>
    isContractProcedure(procedure) && isRestCall(procedure) ? [{ name: `${group}.${name}`, procedure }] : [],
  ),
);

describe("the API's document", () => {
  it("has every REST call once, with its permission, and no call of a live link", async () => {
    const { paths } = await createOpenApiDocument({ version: "1.0.0", url: "http://127.0.0.1:8765" });
    const operations = Object.values(paths ?? {}).flatMap((path) =>
      [path?.get, path?.post, path?.put, path?.patch, path?.delete].flatMap((operation) => operation ?? []),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(calls.map(({ name }) => name).sort());
    expect(operations.some(({ operationId }) => operationId?.startsWith("terminals."))).toBe(false);
    for (const { name, procedure } of calls) {
      const operation = operations.find(({ operationId }) => operationId === name);
      expect(operation?.description).toContain(`\`${metaOf(procedure).scope}\``);
      for (const status of ["401", "403", "422", "429", "500"]) expect(operation?.responses).toHaveProperty(status);
    }
  });

  it("shows how to authenticate and what errors look like", async () => {
    const document = await createOpenApiDocument({ version: "1.0.0", url: "http://127.0.0.1:8765" });
    expect(document.components?.securitySchemes).toMatchObject({ token: { type: "http", scheme: "bearer" } });
    expect(document.security).toContainEqual({ token: [] });
    expect(document.info.description).toContain("Authorization: Bearer");
    const missing = document.paths?.["/sessions/{id}"]?.get?.responses?.["404"];
    expect(JSON.stringify(missing)).toContain('"SESSION_NOT_FOUND"');
    expect(JSON.stringify(missing)).toContain('"userMessage"');
  });

  it.each(calls)("has an example of $name that the contract accepts", async ({ name, procedure }) => {
    const example = restExamples[name];
    const { inputSchema, outputSchema } = procedure["~orpc"];
    expect(example).toBeDefined();
    const input = { ...example?.parameters, ...(typeof example?.body === "object" ? example.body : {}) };
    if (inputSchema) expect(await inputSchema["~standard"].validate(input)).not.toHaveProperty("issues");
    const answerSchema = getEventIteratorSchemaDetails(outputSchema)?.yields ?? outputSchema;
    expect(answerSchema).toBeDefined();
    expect(await answerSchema?.["~standard"].validate(example?.answer)).toEqual({ value: example?.answer });
  });
});
