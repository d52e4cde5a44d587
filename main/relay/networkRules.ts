import type { Log } from "../observability/log.ts";
import { parseOrigin } from "./addresses.ts";
import { createAddressList } from "./addressList.ts";
import type { RelayDeps } from "./contract.ts";

/** What the settings say about addresses, as of now. */
export interface NetworkRules extends Disposable {
  isBlocked(address: string): boolean;
  isTrustedProxy(address: string): boolean;
  /** Origins under which a proxy or a tunnel shows us. */
  readonly publicOrigins: readonly string[];
  /** Called when any of it has changed. */
  onChange(listener: () => void): void;
}

export function createNetworkRules(settings: RelayDeps["phoneSettings"], log: Log): NetworkRules {
  let rules = readRules(settings, log);
  const listeners = new Set<() => void>();
  const changes = settings.onChange(() => {
    rules = readRules(settings, log);
    for (const listener of listeners) listener();
  });
  return {
    isBlocked: (address) => rules.blocked.has(address),
    isTrustedProxy: (address) => rules.proxies.has(address),
    get publicOrigins() {
      return rules.publicOrigins;
    },
    onChange: (listener) => void listeners.add(listener),
    [Symbol.dispose]: () => changes[Symbol.dispose](),
  };
}

function readRules(settings: RelayDeps["phoneSettings"], log: Log) {
  const { blockedAddresses, trustedProxies, publicOrigins } = settings.current();
  const blocked = createAddressList(blockedAddresses);
  const proxies = createAddressList(trustedProxies);
  for (const entry of [...blocked.invalid, ...proxies.invalid]) {
    log.warn("The settings name an address or range that is none; it counts for nothing", { entry });
  }
  return { blocked, proxies, publicOrigins: publicOrigins.flatMap((origin) => parseOrigin(origin) ?? []) };
}
