import { type McpServer, mcpServer } from "#shared/configuration/chatSettings.ts";
import { type FieldProblems, isWebAddress, problemsWhere } from "../fieldProblems.ts";

export interface ServerForm {
  readonly kind: McpServer["kind"];
  readonly key: string;
  readonly name: string;
  readonly command: string;
  /** One a line. */
  readonly arguments: string;
  readonly url: string;
  /** `NAME=value` a line: environment variables, or headers. */
  readonly pairs: string;
}

export type ServerField = Exclude<keyof ServerForm, "kind">;

/** An empty form, or one of a server that is there. */
export function formForServer(server: McpServer | null): ServerForm {
  const empty = { kind: "stdio" as const, key: "", name: "", command: "", arguments: "", url: "", pairs: "" };
  if (server === null) return empty;
  const common = { ...empty, key: server.key, name: server.name };
  return server.kind === "stdio"
    ? {
        ...common,
        command: server.command,
        arguments: server.arguments.join("\n"),
        pairs: pairLines(server.environment),
      }
    : { ...common, kind: "http", url: server.url, pairs: pairLines(server.headers) };
}

/** What is wrong with it; `taken` are the keys of the others. */
export function serverProblems(form: ServerForm, taken: readonly string[]): FieldProblems<ServerField> {
  const isStdio = form.kind === "stdio";
  return problemsWhere<ServerField>([
    ["name", form.name.trim() === "", "models.problemMissing"],
    ["key", !/^[a-z0-9][a-z0-9_-]{0,31}$/.test(form.key), "models.problemServerKey"],
    ["key", taken.includes(form.key), "models.problemTaken"],
    ["command", isStdio && form.command.trim() === "", "models.problemMissing"],
    ["url", !isStdio && !isWebAddress(form.url.trim()), "models.problemUrl"],
    ["pairs", !pairsFit(form), "models.problemPairs"],
  ]);
}

/** What the configuration will say of a form without problems. */
export function serverOf(form: ServerForm, isEnabled: boolean): McpServer {
  const common = { key: form.key, name: form.name.trim(), isEnabled };
  const pairs = parsePairs(form.pairs) ?? {};
  if (form.kind === "http") return { ...common, kind: "http", url: form.url.trim(), headers: pairs };
  const lines = form.arguments.split("\n").filter((line) => line !== "");
  return { ...common, kind: "stdio", command: form.command.trim(), arguments: lines, environment: pairs };
}

/** Names and values, one a line; null where a line is no pair. A value keeps its spaces. */
export function parsePairs(text: string): Record<string, string> | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.some((line) => line.indexOf("=") < 1)) return null;
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1)]),
  );
}

/** The pairs with one more, which takes the place of an earlier one of its name. */
export function withPair(text: string, name: string, value: string): string {
  const kept = text.split("\n").filter((line) => line.trim() !== "" && line.split("=", 1)[0]?.trim() !== name);
  return [...kept, `${name}=${value}`].join("\n");
}

function pairLines(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

/** Names and values as the configuration wants them, whatever is wrong elsewhere in the form. */
function pairsFit({ kind, pairs }: ServerForm): boolean {
  const parsed = parsePairs(pairs);
  const common = { key: "k", name: "n" };
  const server =
    kind === "stdio"
      ? { ...common, kind, command: "c", environment: parsed }
      : { ...common, kind, url: "http://localhost", headers: parsed };
  return parsed !== null && mcpServer.safeParse(server).success;
}
