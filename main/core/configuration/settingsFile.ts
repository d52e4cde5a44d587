import { basename } from "node:path";
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Layer } from "./layer.ts";
import type { ConfigurationProblem, Place } from "./problem.ts";
import { isObject } from "./schemaShape.ts";

/** A configuration file as read: its layer, or what keeps it from being one. Comments and trailing commas are allowed. */
export interface SettingsFile {
  readonly path: string;
  readonly text: string;
  readonly layer: Layer;
  readonly problems: readonly ConfigurationProblem[];
}

/** Reads the text of a configuration file. A file with nothing but space and comments says nothing. */
export function parseSettingsFile(path: string, text: string): SettingsFile {
  const errors: ParseError[] = [];
  // A byte order mark is three bytes no editor shows; a space in its place keeps every position right.
  const source = text.replace(/^\uFEFF/, " ");
  const root = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false });
  const placeOf = (offset: number): Place => ({ where: path, ...position(source, offset) });
  const meaningful = root ? errors : errors.filter(({ error }) => printParseErrorCode(error) !== "ValueExpected");
  const problems: ConfigurationProblem[] = meaningful.map(({ error, offset }) =>
    syntaxProblem(placeOf(offset), printParseErrorCode(error)),
  );
  const values = root
    ? toValue(root, (node) => problems.push(duplicateProblem(placeOf(node.offset), String(node.value))))
    : {};
  if (!isObject(values))
    problems.push({
      ...placeOf(root?.offset ?? 0),
      path: "",
      texts: { en: "must hold an object: { … }", "zh-CN": "内容必须是一个对象：{ … }" },
    });
  const layer: Layer = {
    source: "file",
    values: isObject(values) ? values : {},
    origin: () => basename(path),
    place: (segments, part) => placeOf(root ? offsetOf(root, segments, part) : 0),
  };
  return { path, text, layer, problems };
}

function syntaxProblem(place: Place, code: string): ConfigurationProblem {
  const words = code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return {
    ...place,
    path: "",
    texts: { en: `is not valid JSON here (${words})`, "zh-CN": `此处不是有效的 JSON（${words}）` },
  };
}

function duplicateProblem(place: Place, key: string): ConfigurationProblem {
  return { ...place, path: key, texts: { en: "stands twice in the same group", "zh-CN": "在同一组中重复出现" } };
}

/** The value a node stands for. A name that stands twice is reported: which of the two was meant, nobody can know. */
function toValue(node: Node, onDuplicate: (name: Node) => void): unknown {
  if (node.type === "array") return (node.children ?? []).map((child) => toValue(child, onDuplicate));
  if (node.type !== "object") return node.value;
  const entries = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (!name || !value) continue;
    if (entries.has(String(name.value))) onDuplicate(name);
    entries.set(String(name.value), toValue(value, onDuplicate));
  }
  // Unlike assignment this makes `__proto__` an ordinary key, which is then refused as an unknown one.
  return Object.fromEntries(entries);
}

function offsetOf(root: Node, segments: readonly (string | number)[], part: "name" | "value"): number {
  for (let length = segments.length; length > 0; length--) {
    const node = findNodeAtLocation(root, segments.slice(0, length));
    if (!node) continue;
    const isNamed = part === "name" && length === segments.length && node.parent?.type === "property";
    return isNamed ? (node.parent?.offset ?? node.offset) : node.offset;
  }
  return root.offset;
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
