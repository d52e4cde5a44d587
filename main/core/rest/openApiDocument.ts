import { type OpenAPI, OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "#shared/contract/contract.ts";
import { searchEvent } from "#shared/contract/history.ts";
import type { Scope } from "#shared/contract/scopes.ts";
import { session } from "#shared/contract/sessions.ts";
import { notice, systemStatus } from "#shared/contract/system.ts";
import { tool } from "#shared/contract/tools.ts";
import { AppError, errorShape } from "#shared/errors/appError.ts";
import { type ErrorCode, errorCatalogue } from "#shared/errors/errorCatalogue.ts";
import { apiDescription } from "./openApiTexts.ts";
import { isRestCall, metaOf } from "./restCalls.ts";
import { restExamples } from "./restExamples.ts";

/** The OpenAPI document of the REST API, made from the contract; examples and what every call has in common are added here. */
export async function createOpenApiDocument({
  version,
  url,
}: {
  version: string;
  url: string;
}): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const scopeOf = new Map<string, Scope>();
  const document = await generator.generate(contract, {
    info: { title: "Quarterdeck", version, description: apiDescription, license: { name: "MIT" } },
    servers: [{ url: `${url}/api/v1` }],
    security: [{ token: [] }, { browser: [] }],
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of `quarterdeck token create --name N --scopes watch,start`.",
        },
        browser: {
          type: "apiKey",
          in: "cookie",
          name: "quarterdeck_session",
          description: "Set by signing in with a login link.",
        },
      },
    },
    filter: ({ contract: procedure, path }) => {
      if (isRestCall(procedure)) scopeOf.set(path.join("."), metaOf(procedure).scope);
      return isRestCall(procedure);
    },
    commonSchemas: {
      Session: { schema: session, strategy: "output" },
      Tool: { schema: tool, strategy: "output" },
      Status: { schema: systemStatus, strategy: "output" },
      Notice: { schema: notice, strategy: "output" },
      SearchEvent: { schema: searchEvent, strategy: "output" },
      Error: { schema: errorShape, strategy: "output" },
    },
    customErrorResponseBodySchema: () => ({ $ref: "#/components/schemas/Error" }),
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      const operation = path?.[method];
      if (operation) complete(operation, scopeOf);
    }
  }
  return document;
}

/** Errors that every call may answer with, whatever it declares itself. */
const commonErrors: readonly ErrorCode[] = ["UNAUTHENTICATED", "FORBIDDEN", "VALIDATION", "RATE_LIMITED", "INTERNAL"];

function complete(operation: OpenAPI.OperationObject, scopeOf: ReadonlyMap<string, Scope>): void {
  const call = operation.operationId ?? "";
  operation.tags = [call.split(".")[0] ?? ""];
  operation.description = `Needs the permission \`${scopeOf.get(call)}\`.`;
  const responses: OpenAPI.ResponsesObject = operation.responses ?? {};
  operation.responses = responses;
  for (const code of commonErrors) {
    const { status, meaning } = errorCatalogue[code];
    responses[status] ??= {
      description: meaning,
      content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
    };
  }
  for (const [status, response] of Object.entries(responses))
    if (Number(status) >= 400) addErrorExamples(response, Number(status));
  addExamples(operation, call);
}

function addErrorExamples(response: OpenAPI.ResponseObject | OpenAPI.ReferenceObject, status: number): void {
  const media = jsonOf(response);
  if (!media || "$ref" in response) return;
  const codes = Object.entries(errorCatalogue).flatMap(([code, kind]) =>
    kind.status === status ? [code as ErrorCode] : [],
  );
  response.description = codes.map((code) => `\`${code}\`: ${errorCatalogue[code].meaning}`).join("\n\n");
  media.examples = Object.fromEntries(
    codes.map((code) => [code, { value: new AppError(code).toShape("en", new Date("2026-11-21T09:00:00Z")) }]),
  );
}

function addExamples(operation: OpenAPI.OperationObject, call: string): void {
  const example = restExamples[call];
  if (!example) return;
  const body =
    operation.requestBody && !("$ref" in operation.requestBody)
      ? operation.requestBody.content["application/json"]
      : undefined;
  if (body && example.body !== undefined) body.example = example.body;
  for (const parameter of operation.parameters ?? []) {
    if ("$ref" in parameter) continue;
    const value = example.parameters?.[parameter.name];
    if (value !== undefined) parameter.example = value;
  }
  const answer = jsonOf(operation.responses?.["200"]);
  if (answer) answer.example = example.answer;
}

function jsonOf(
  response: OpenAPI.ResponseObject | OpenAPI.ReferenceObject | undefined,
): OpenAPI.MediaTypeObject | undefined {
  if (!response || "$ref" in response) return undefined;
  return response.content?.["application/json"] ?? response.content?.["text/event-stream"];
}
