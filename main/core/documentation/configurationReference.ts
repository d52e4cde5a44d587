import { configurationVersion } from "#shared/configuration/configurationSchema.ts";
import { settingMetaKey } from "#shared/configuration/settingMeta.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { variableName } from "../configuration/environmentLayer.ts";
import { valueAt } from "../configuration/layer.ts";
import { configurationJsonSchema, isObject, type Leaf, leavesOf } from "../configuration/schemaShape.ts";
import { markdownCell, markdownTable } from "./markdown.ts";

/** docs/configuration.md */
export function configurationReference(): string {
  const leaves = leavesOf();
  const sections = [...new Set(leaves.map(({ segments }) => segments[0] ?? ""))];
  return `# Configuration

<!-- Made by main/core/generateDocs.ts from shared/configuration. Change it there. -->

Everything works without a configuration. What you set, you set in one of these places; the later wins:

1. \`config.json\` in the data folder. Comments and trailing commas are allowed. The settings page changes this file and keeps its comments.
2. \`config.<environment>.json\` beside it, where \`<environment>\` is \`QUARTERDECK_ENVIRONMENT\` or else \`NODE_ENV\`: \`config.production.json\`. Where it exists, the settings page changes this one.
3. A \`.env\` file in the folder the app was started in, and over it one in the data folder.
4. Environment variables such as \`QUARTERDECK_SERVER_PORT\`. An empty one counts as not set; lists are given as JSON.
5. The command line (\`--host\`, \`--port\` …).

What the environment or the command line sets cannot be changed on the settings page.

Every place is checked as a whole before the app starts. A wrong type or an unknown name keeps it from starting and is named with its place:

\`\`\`
config.json:4:16: sessions.maximum must be at least 1
config.json:7:5: sessions.maximun is not a setting; did you mean “maximum”?
\`\`\`

While the app runs, a changed file is taken over at once, apart from the settings marked *restart*; a file that is not valid any more changes nothing and is written to the log.

- \`quarterdeck config print\` shows every value in force and where it comes from, without secrets.
- \`quarterdeck config check\` checks without starting.
- \`quarterdeck config migrate\` brings a file of an older version forward, after a copy of it in \`backups/\`. A start does the same. This version writes \`"version": ${configurationVersion}\`.

Keys and passwords do not belong in these files. Keep them once, and name them where a tool needs them in its environment:

\`\`\`sh
quarterdeck secret set openai-key          # asks for the value, or takes it from a pipe
quarterdeck secret list                    # names, and whether the keychain or the encrypted file has them
quarterdeck sessions start codex --env OPENAI_API_KEY=secret:openai-key
\`\`\`

\`secret:openai-key\` stands for the value in \`tools[].environment\` too. It is put in when the tool starts; settings, the list of sessions
and the database only ever have the name. A secret that is missing keeps the tool from starting, and the message names it. Only the permission \`admin\` may keep and delete secrets; who may start sessions may
have any secret put into what they start, as they may run any program anyway.

${sections.map((name) => section(name, leaves)).join("\n")}`;
}

function section(name: string, leaves: readonly Leaf[]): string {
  const schema = valueAt(configurationJsonSchema(), ["properties", name]);
  const own = leaves.filter(({ segments }) => segments[0] === name);
  const head = `## ${text(schema, "title", "en")} · ${text(schema, "title", "zh-CN")}

${text(schema, "description", "en")}
${text(schema, "description", "zh-CN")}
`;
  return own.some(({ path }) => path === name)
    ? `${head}\n${listSetting(own[0])}`
    : `${head}\n${own.map(setting).join("\n")}`;
}

function setting(leaf: Leaf): string {
  const choices = valueAt(leaf.schema, [settingMetaKey, "choices"]);
  const rows = isObject(choices)
    ? Object.entries(choices).map(([value, texts]) => [
        `\`${value}\``,
        cell(valueAt(texts, ["en"])),
        cell(valueAt(texts, ["zh-CN"])),
      ])
    : [];
  return `### ${leaf.path}

**${text(leaf.schema, "title", "en")} · ${text(leaf.schema, "title", "zh-CN")}.** ${text(leaf.schema, "description", "en")}
${text(leaf.schema, "description", "zh-CN")}

${facts(leaf)}
${rows.length === 0 ? "" : `\n${markdownTable(["Value", "English", "简体中文"], rows)}\n`}`;
}

function listSetting(leaf: Leaf | undefined): string {
  if (!leaf) throw new Error("A section without settings");
  const fields = valueAt(leaf.schema, ["items", "properties"]);
  const required = valueAt(leaf.schema, ["items", "required"]);
  const rows = Object.entries(isObject(fields) ? fields : {}).map(([name, schema]) => [
    `\`${name}\``,
    typeText(schema),
    Array.isArray(required) && required.includes(name) ? "required" : defaultText(valueAt(schema, ["default"])),
    `${text(schema, "description", "en")} ${text(schema, "description", "zh-CN")}`,
  ]);
  return `### ${leaf.path}

${facts(leaf)}

${markdownTable(["Field", "Form", "Default", "Meaning"], rows)}
`;
}

function defaultText(value: unknown): string {
  return value === undefined ? "none" : `\`${JSON.stringify(value)}\``;
}

function facts(leaf: Leaf): string {
  const unit = valueAt(leaf.schema, [settingMetaKey, "unit"]);
  const needsRestart = valueAt(leaf.schema, [settingMetaKey, "restart"]) === true;
  const lines = [
    `- Form: ${typeText(leaf.schema)}${typeof unit === "string" ? `, in ${unit}` : ""}`,
    `- Default: \`${JSON.stringify(valueAt(leaf.schema, ["default"]))}\``,
    `- Variable: \`${variableName(leaf)}\``,
    ...(needsRestart ? ["- Takes effect after a *restart*"] : []),
  ];
  return lines.join("\n");
}

/** "whole number from 1 to 1000", "text up to 200 characters" */
function typeText(schema: unknown): string {
  const read = (key: string) => valueAt(schema, [key]);
  const choices = read("enum");
  if (Array.isArray(choices)) return `one of ${choices.map((choice) => `\`${String(choice)}\``).join(", ")}`;
  const forms = read("anyOf");
  if (Array.isArray(forms) && forms.every((form) => valueAt(form, ["type"]) === "string")) return "text";
  switch (read("type")) {
    case "integer":
    case "number":
      return `${read("type") === "integer" ? "whole number" : "number"} from ${String(read("minimum"))} to ${String(read("maximum"))}`;
    case "string":
      return typeof read("maxLength") === "number" ? `text up to ${String(read("maxLength"))} characters` : "text";
    case "array":
      return "list";
    default:
      return "names and values";
  }
}

function text(schema: unknown, key: "title" | "description", language: Language): string {
  return cell(valueAt(schema, [settingMetaKey, key, language]));
}

function cell(value: unknown): string {
  if (typeof value !== "string") throw new Error("A setting without words");
  return markdownCell(value);
}
