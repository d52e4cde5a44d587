import { Scope } from "../core/scope.ts";
import { createConnectionLimit } from "./connectionLimit.ts";
import type { Relay, RelayDeps } from "./contract.ts";
import { createFailureLimit } from "./failureLimit.ts";
import { createRates } from "./limits/rates.ts";
import { createLiveConnections } from "./liveConnections.ts";
import { openMachineListener } from "./machineListener.ts";
import { createNetworkRules } from "./networkRules.ts";
import { createPhoneEntrance } from "./phoneEntrance.ts";
import { createPhoneListener } from "./phoneListener.ts";
import { createSessionProtocol, sessionProtocolPath } from "./sessionProtocol/sessionProtocol.ts";
import { createSockets, socketPath } from "./sockets.ts";
import { createAnnouncement } from "./tls/createAnnouncement.ts";

/**
 * Listens for everybody on this machine, and for phones while the settings say so: page, REST, sockets. Both listeners share what
 * is limited and what is live. Every request and every upgrade passes a gate first. Resolves when both listen, or the second one
 * could not at first (it goes on trying). Throws an ExplainedError that says who holds the first one's port, when it is in use.
 */
export async function createRelay(deps: RelayDeps): Promise<Relay> {
  const scope = new Scope();
  try {
    return await openRelay(deps, scope);
  } catch (error) {
    await scope[Symbol.asyncDispose]();
    throw error;
  }
}

async function openRelay(deps: RelayDeps, scope: Scope): Promise<Relay> {
  const { accounts, log, phones, phoneSettings } = deps;
  const rules = scope.use(createNetworkRules(phoneSettings, log));
  const shared = {
    ...deps,
    rules,
    failures: createFailureLimit(),
    rates: createRates(deps.rates),
    live: createLiveConnections(accounts, phones),
    connections: createConnectionLimit({
      maximum: () => phoneSettings.current().maximumConnections,
      phones,
      changed: () => listener.changed(),
    }),
  };
  const { connections, live } = shared;
  const sockets = createSockets(shared);
  const sessionProtocol = createSessionProtocol(shared);
  const targets = new Map([
    [socketPath, sockets],
    [sessionProtocolPath, sessionProtocol],
  ]);
  const endConversations = async (): Promise<void> => {
    await sessionProtocol[Symbol.asyncDispose]();
    await sockets[Symbol.asyncDispose]();
  };
  const machine = await openMachineListener({ ...shared, targets }, scope).catch(async (error: unknown) => {
    await endConversations();
    throw error;
  });

  const entrance = scope.use(
    createPhoneEntrance({
      ...shared,
      targets,
      announce:
        deps.announce ??
        ((about, changed) => createAnnouncement({ ...about, changed, log: deps.log, language: deps.language })),
      changed: () => listener.changed(),
    }),
  );
  const listener = scope.use(
    createPhoneListener({ ...deps, open: entrance.open, connectionCount: () => connections.countBy(entrance.gate) }),
  );
  rules.onChange(() => {
    live.endWhere(({ gate, address }) => gate.isBlocked(address), "blocked");
    listener.changed();
  });
  // Before the listeners close: they wait for what is open.
  scope.defer(endConversations);
  await listener.settled;
  return {
    ...machine,
    get connectionCount() {
      return connections.count;
    },
    plainConnections: sessionProtocol.countByKind,
    forPhones: listener,
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
