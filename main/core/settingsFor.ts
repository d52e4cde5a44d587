import { userTools } from "#shared/configuration/userTools.ts";
import { allows } from "#shared/contract/scopes.ts";
import type { Settings } from "#shared/contract/settings.ts";
import { redacted } from "#shared/text/redactText.ts";
import type { Caller } from "./caller.ts";

/**
 * The settings as this caller may see them: without `admin` the environment of the user's tools is there by name only, as a
 * session's is, because that is where people put keys.
 */
export function settingsFor({ scopes }: Pick<Caller, "scopes">, settings: Settings): Settings {
  if (allows(scopes, "admin")) return settings;
  const tools = userTools.parse(settings.values.tools).map((tool) => ({
    ...tool,
    environment: Object.fromEntries(Object.keys(tool.environment).map((name) => [name, redacted])),
  }));
  return { ...settings, values: { ...settings.values, tools } };
}
