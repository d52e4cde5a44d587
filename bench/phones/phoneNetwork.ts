import { Agent, request } from "node:https";
import { connect } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { PhoneAddress } from "../hosts/host.ts";

/** Where phones go, without the phones. */
export type PhonePlace = Pick<PhoneAddress, "url" | "through" | "authority">;

/** How a phone reaches its server: by name, over a way that begins at a port of this machine, trusting one authority only. */
export interface PhoneNetwork extends Disposable {
  readonly url: string;
  readonly agent: Agent;
  readonly fetch: typeof fetch;
}

/** `from` is the address of this machine that the phone seems to have: limits count by address. */
export function createPhoneNetwork({ url, through, authority }: PhonePlace, from = "127.0.0.1"): PhoneNetwork {
  const { hostname } = new URL(url);
  // Made anew for each connection, as after a change of network: no session is resumed.
  const agent = new (class extends Agent {
    override createConnection(): TLSSocket {
      const socket = connect({ host: "127.0.0.1", port: through, localAddress: from, noDelay: true });
      return connectTls({ socket, servername: hostname, ca: authority, ALPNProtocols: ["http/1.1"] });
    }
  })({ keepAlive: false });
  return { url, agent, fetch: fetchThrough(url, agent), [Symbol.dispose]: () => agent.destroy() };
}

/** As much of `fetch` as a phone uses before it has a link; Node's own takes no certificate authority. */
function fetchThrough(url: string, agent: Agent): typeof fetch {
  return async (path, { method = "GET", body, headers, signal } = {}) => {
    if (typeof path !== "string") throw new TypeError("Only paths are asked for");
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const asking = request(new URL(path, url), {
      agent,
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(signal ? { signal } : {}),
    });
    asking.on("error", reject);
    asking.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("error", reject);
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const type = response.headers["content-type"] ?? "";
        resolve(
          new Response(Buffer.concat(chunks), {
            status: response.statusCode ?? 500,
            headers: { "content-type": type },
          }),
        );
      });
    });
    asking.end(typeof body === "string" ? body : undefined);
    return await promise;
  };
}
