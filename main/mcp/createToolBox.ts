import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Tool, ToolBox } from "../chat/contract.ts";
import type { Log } from "../observability/log.ts";

export interface ToolBoxDeps {
  /** The app's own. */
  readonly ownTools: readonly Tool[];
  readonly settings: {
    readonly current: () => ConfigurationValues["chat"];
    onChange(listener: () => void): Disposable;
  };
  /** The additions to a server's environment, or its headers, with the secrets in place of their names. */
  readonly withSecrets: (values: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>;
  readonly log: Log;
}

export function createToolBox({ ownTools }: ToolBoxDeps): ToolBox {
  return {
    tools: () => ownTools,
    onChange: () => ({ [Symbol.dispose]: () => {} }),
    servers: () => [],
    serverChanges: async function* () {},
    [Symbol.asyncDispose]: async () => {},
  };
}
