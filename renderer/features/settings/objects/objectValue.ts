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

/** Where a value stands in the list; -1 if it is not there as it was any more. */
export function positionOf(objects: readonly ObjectValue[], value: ObjectValue): number {
  const text = JSON.stringify(value);
  return objects.findIndex((object) => JSON.stringify(object) === text);
}

/** What tells it apart in a list: its command, or how its text begins. */
export function objectDetail(object: ObjectValue): string {
  const detail = object.command ?? object.text;
  return typeof detail === "string" ? detail.slice(0, 200) : "";
}
