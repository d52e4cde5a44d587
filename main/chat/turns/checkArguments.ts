import { z } from "zod";

type JsonObject = Readonly<Record<string, unknown>>;

export type CheckedArguments =
  | { readonly isValid: true; readonly input: JsonObject }
  /** For the model: what is wrong, so that it can do better. */
  | { readonly isValid: false; readonly reason: string };

const object = z.record(z.string(), z.unknown());
/** Any JSON object may be tried as a schema: zod says what it cannot read. */
const jsonSchema = z.custom<Parameters<typeof z.fromJSONSchema>[0]>((value) => object.safeParse(value).success);
const checks = new WeakMap<JsonObject, z.ZodType>();

/** What a model wrote as a tool's arguments, checked against the tool's JSON Schema. Nothing at all means no arguments. */
export function checkArguments(text: string, schema: JsonObject): CheckedArguments {
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    return { isValid: false, reason: `The arguments are not valid JSON: ${String(error)}` };
  }
  const input = object.safeParse(value);
  if (!input.success) return { isValid: false, reason: "The arguments are not a JSON object." };
  const checked = checkOf(schema).safeParse(input.data);
  if (checked.success) return { isValid: true, input: input.data };
  return { isValid: false, reason: `The arguments do not fit the tool's schema:\n${z.prettifyError(checked.error)}` };
}

function checkOf(schema: JsonObject): z.ZodType {
  const known = checks.get(schema);
  if (known) return known;
  const check = toZod(schema);
  checks.set(schema, check);
  return check;
}

/** Zod reads most of JSON Schema; of what it cannot read (conditions, foreign references) at least what is required is checked. */
function toZod(schema: JsonObject): z.ZodType {
  try {
    return z.fromJSONSchema(jsonSchema.parse(schema));
  } catch {
    const names = z.looseObject({ required: z.array(z.string()).catch([]) }).parse(schema).required;
    return z.looseObject(
      Object.fromEntries(names.map((name) => [name, z.unknown().refine((value) => value !== undefined, "is missing")])),
    );
  }
}
