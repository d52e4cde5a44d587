import type { BenchCase } from "../benchmark.ts";
import { connectTo } from "../connectTo.ts";
import type { Host, HostAddress, Subject } from "../hosts/host.ts";
import type { NetworkConditions } from "../network/network.ts";
import { startNetwork } from "../network/startNetwork.ts";

/** The network that phones are measured on: mobile data in a town, or a home's Wi-Fi two walls away. */
export const badNetwork: NetworkConditions = { roundTripMs: 50, loss: 0.01 };

/** The same case with such a network between the clients and the host, for either subject. */
export function overBadNetwork(benchCase: BenchCase): BenchCase {
  const { roundTripMs, loss } = badNetwork;
  return {
    ...benchCase,
    name: `${benchCase.name}-far`,
    title: `${benchCase.title} (${roundTripMs} ms round trip, ${loss * 100} % loss)`,
    // Times are not judged: a round trip, and a loss more so, take longer than what is aimed at nearby.
    figures: benchCase.figures.map(({ aim, ...figure }) => (aim && figure.unit !== "ms" ? { ...figure, aim } : figure)),
    run: (subject, context) => benchCase.run(throughNetwork(subject, badNetwork), context),
  };
}

function throughNetwork(subject: Subject, conditions: NetworkConditions): Subject {
  return {
    ...subject,
    async startHost(): Promise<Host> {
      const host = await subject.startHost();
      const network = await startNetwork(host.port, conditions);
      const address = reachedThrough(host.address, network.port);
      return {
        address,
        port: network.port,
        pid: host.pid,
        startMs: host.startMs,
        connect: () => connectTo(address),
        async [Symbol.asyncDispose]() {
          await network[Symbol.asyncDispose]();
          await host[Symbol.asyncDispose]();
        },
      };
    },
  };
}

/** The same host by another port of this machine. */
export function reachedThrough<Address extends HostAddress>(address: Address, port: number): Address {
  if (address.kind === "phone") return { ...address, through: port };
  if (address.kind === "bare") return { ...address, url: `ws://127.0.0.1:${port}` };
  throw new Error("The listener of this machine answers at its own port alone");
}
