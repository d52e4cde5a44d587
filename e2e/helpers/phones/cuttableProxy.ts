import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";

/** The network between a phone and the relay: a TCP proxy that can be cut, as when the phone leaves the Wi-Fi. */
export interface CuttableProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that are open now. */
  readonly connectionCount: number;
  /** Ends every connection and lets no new one through until `mend`. */
  cut(): void;
  /** Lets nothing through any more, but tells nobody: what is open stays open and silent, as after a sleep. */
  silence(): void;
  mend(): void;
}

type Way = "open" | "cut" | "silent";

/** Leads to a port of this machine, unread: what goes through stays encrypted. */
export async function createCuttableProxy(targetPort: number): Promise<CuttableProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let way: Way = "open";
  const server = createServer({ pauseOnConnect: true }, (near) => {
    if (way === "cut") {
      near.resetAndDestroy();
      return;
    }
    const far = dial(targetPort, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);
    if (way === "silent") return;
    join(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    way = "cut";
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  };
  return {
    port,
    get connectionCount() {
      return pairs.size;
    },
    cut,
    silence: () => {
      way = "silent";
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    mend: () => {
      way = "open";
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join([near, far]: readonly [Socket, Socket]): void {
  near.pipe(far);
  far.pipe(near);
  near.resume();
}
