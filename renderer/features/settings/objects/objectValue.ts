/** One object of a list setting; its fields are described by the schema. */
export type ObjectValue = Readonly<Record<string, unknown>>;

/** The list in force. */
export function objectsOf(value: unknown): readonly ObjectValue[] {
  return Array.isArray(value)
    ? value.filter((item): item is ObjectValue => typeof item === "object" && item !== null)
    : [];
}

/** What to call an object in a list: its name, or its key. */
export function objectTitle(object: ObjectValue): string {
  const title = object.name ?? object.key;
  return typeof title === "string" ? title : "";
}
