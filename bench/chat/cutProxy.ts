import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a port of this machine that can be cut in two, as a cable is. */
export interface CutProxy extends AsyncDisposable {
  readonly port: number;
  /** Ends every connection through it at once, without a word. How many there were. */
  cut(): number;
}

/** Listens on a free port and passes everything on. */
export async function startCutProxy(target: number): Promise<CutProxy> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const host = connect(target, "127.0.0.1");
    open.add(client);
    const end = (): void => {
      open.delete(client);
      client.destroy();
      host.destroy();
    };
    for (const socket of [client, host]) socket.on("error", end).on("close", end);
    // The host takes only requests for its own address: the first piece, an upgrade without a body, is made to name it.
    client.once("data", (head) => {
      host.write(
        Buffer.from(head.toString("latin1").replaceAll(`127.0.0.1:${portOf(server)}`, `127.0.0.1:${target}`), "latin1"),
      );
      client.pipe(host);
    });
    host.pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  const cut = (): number => {
    const count = open.size;
    for (const socket of open) socket.resetAndDestroy();
    return count;
  };
  return {
    port,
    cut,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  return address.port;
}
