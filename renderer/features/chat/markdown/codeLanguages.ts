import type { LanguageRegistration } from "shiki/types";

type Load = () => Promise<{ readonly default: LanguageRegistration[] }>;

/** What code in answers is mostly written in. Each grammar is a file of its own, fetched when it is first needed; others stay plain. */
const grammars: Readonly<Record<string, Load>> = {
  bash: () => import("shiki/langs/bash.mjs"),
  c: () => import("shiki/langs/c.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  diff: () => import("shiki/langs/diff.mjs"),
  docker: () => import("shiki/langs/docker.mjs"),
  go: () => import("shiki/langs/go.mjs"),
  html: () => import("shiki/langs/html.mjs"),
  java: () => import("shiki/langs/java.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  rust: () => import("shiki/langs/rust.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  toml: () => import("shiki/langs/toml.mjs"),
  // Of TypeScript and JavaScript too: what it adds does little harm there, and each would be as large again.
  tsx: () => import("shiki/langs/tsx.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
};

const otherNames: Readonly<Record<string, string>> = {
  console: "bash",
  dockerfile: "docker",
  h: "c",
  javascript: "tsx",
  js: "tsx",
  jsonc: "json",
  jsx: "tsx",
  mjs: "tsx",
  patch: "diff",
  py: "python",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  shellscript: "bash",
  svg: "html",
  ts: "tsx",
  typescript: "tsx",
  xml: "html",
  yml: "yaml",
  zsh: "bash",
};

/** Of which a line may be put into a terminal. */
const shells: ReadonlySet<string> = new Set(["bash", "console", "sh", "shell", "shellscript", "zsh", "fish"]);

/** The grammar of a language as a fence names it; null for one that is not coloured. */
export function grammarOf(language: string): { readonly name: string; readonly load: Load } | null {
  const wanted = language.toLowerCase();
  const name = otherNames[wanted] ?? wanted;
  const load = Object.hasOwn(grammars, name) ? grammars[name] : undefined;
  return load ? { name, load } : null;
}

/** Whether code under this name is meant for a shell; so is code without a name, as far as anybody knows. */
export function isForShell(language: string): boolean {
  return language === "" || shells.has(language.toLowerCase());
}

/** Commands as they are copied from a page, without the prompt that stands before each line of a `console` block. */
export function withoutPrompts(code: string): string {
  const lines = code.replace(/\n+$/, "").split("\n");
  const prompted = lines.filter((line) => /^[$%#] /.test(line));
  if (prompted.length === 0 || !/^[$%#] /.test(lines[0] ?? "")) return lines.join("\n");
  return prompted.map((line) => line.slice(2)).join("\n");
}
