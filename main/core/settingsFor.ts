import { userTools } from "#shared/configuration/userTools.ts";
import { allows } from "#shared/contract/scopes.ts";
import type { Settings } from "#shared/contract/settings.ts";
import { redacted } from "#shared/text/redactText.ts";
import type { Caller } from "./caller.ts";

/** Addresses that are credentials themselves: whoever knows an ntfy topic reads it, and a password may stand in either. */
const secretAddresses = ["attention.ntfy", "attention.webhook"] as const;

const serversPath = "chat.mcpServers";

/** Where people put keys: environments of tools and servers, headers of servers. */
const secretRecords: ReadonlySet<string> = new Set(["environment", "headers"]);

/**
 * The settings as this caller may see them: without `admin` the values of environments and headers are there by name only, as a
 * session's are, and addresses that open something not at all, nor what an MCP server is called with. References to secrets (`secret:name`) stay: they open nothing.
 */
export function settingsFor({ scopes }: Pick<Caller, "scopes">, settings: Settings): Settings {
  if (allows(scopes, "admin")) return settings;
  const shown = Object.fromEntries(
    Object.entries(settings.values).map(([path, value]) => [path, withoutSecrets(value)]),
  );
  const servers = Array.isArray(shown[serversPath]) ? { [serversPath]: shown[serversPath].map(serverOutline) } : {};
  const addresses = secretAddresses.flatMap((path) => (path in shown ? [[path, hidden(shown[path])]] : []));
  const tools = userTools.parse(shown.tools);
  return { ...settings, values: { ...shown, ...servers, ...Object.fromEntries(addresses), tools } };
}

/** An MCP server without what may be a key: many have it in the path of their address, many take it as an argument. */
function serverOutline(server: unknown): unknown {
  if (!isRecord(server)) return server;
  const { arguments: words, url } = server;
  return {
    ...server,
    ...(Array.isArray(words) ? { arguments: words.map(() => redacted) } : {}),
    ...(typeof url === "string" ? { url: URL.parse(url)?.origin ?? redacted } : {}),
  };
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      secretRecords.has(key) && isRecord(inner)
        ? Object.fromEntries(Object.keys(inner).map((name) => [name, redacted]))
        : withoutSecrets(inner),
    ]),
  );
}

function hidden(address: unknown): unknown {
  return typeof address !== "string" || address === "" || address.startsWith("secret:") ? address : redacted;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
