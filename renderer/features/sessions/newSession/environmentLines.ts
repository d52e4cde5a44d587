export type ParsedEnvironment =
  | { readonly kind: "environment"; readonly environment: Readonly<Record<string, string>> }
  /** `line` counts from 1. */
  | {
      readonly kind: "problem";
      readonly line: number;
      readonly problem: "no-equals" | "bad-name" | "twice";
      readonly name: string;
    };

const validName = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Reads NAME=value lines; empty lines and lines beginning with # are left out. Values are taken as they stand, quotes included. */
export function parseEnvironment(text: string): ParsedEnvironment {
  const environment = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const equals = trimmed.indexOf("=");
    const name = equals < 0 ? trimmed : trimmed.slice(0, equals).trim();
    const problem =
      equals < 0 ? "no-equals" : !validName.test(name) ? "bad-name" : environment.has(name) ? "twice" : null;
    if (problem) return { kind: "problem", line: index + 1, problem, name };
    environment.set(name, trimmed.slice(equals + 1));
  }
  return { kind: "environment", environment: Object.fromEntries(environment) };
}
