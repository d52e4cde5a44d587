import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createNetwork, type NetworkConditions } from "./network.ts";

const closing: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

/** A server that says everything back, behind a network. */
async function start(conditions: NetworkConditions = { roundTripMs: 0, loss: 0 }) {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push({
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  });
  const network = await createNetwork((server.address() as AddressInfo).port, conditions);
  closing.push(network);
  return { network, sockets };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  closing.push({ [Symbol.asyncDispose]: async () => void socket.destroy() });
  await once(socket, "connect");
  return socket;
}

/** Unlike `once`, an error on the way there is no failure. */
function closeOf(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once("close", resolve));
}

async function receive(socket: Socket, byteLength: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    received += chunk.byteLength;
    if (received >= byteLength) break;
  }
  return Buffer.concat(chunks);
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  return (await receive(socket, Buffer.byteLength(text))).toString();
}

describe("a network", () => {
  it("takes its round trip", async () => {
    const { network } = await start({ roundTripMs: 80, loss: 0 });
    const socket = await open(network.port);
    const before = performance.now();
    expect(await echo(socket, "hello")).toBe("hello");
    expect(performance.now() - before).toBeGreaterThanOrEqual(79);
  });

  it("carries more than may be under way, unchanged, and the end behind it", async () => {
    const { network } = await start({ roundTripMs: 2, loss: 0.01 });
    const socket = await open(network.port);
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index * 31));
    socket.end(sent);
    const ended = once(socket, "end");
    expect(Buffer.compare(await receive(socket, sent.byteLength), sent)).toBe(0);
    socket.resume();
    await ended;
  });

  it("resets what is open when it is cut, and lets nobody through until it is mended", async () => {
    const { network } = await start();
    const socket = await open(network.port);
    expect(await echo(socket, "one")).toBe("one");
    const closed = closeOf(socket);
    network.cut("reset");
    await closed;
    const refused = connect(network.port, "127.0.0.1");
    refused.on("error", () => {});
    await closeOf(refused);
    network.mend();
    expect(await echo(await open(network.port), "two")).toBe("two");
  });

  it("tells nobody when it falls silent, and what was open then stays dead", async () => {
    const { network, sockets } = await start();
    const socket = await open(network.port);
    expect(await echo(socket, "one")).toBe("one");
    network.cut("silent");
    socket.write("lost");
    socket.end();
    network.mend();
    // By the time another connection has been there and back, the silent one would have said something.
    expect(await echo(await open(network.port), "two")).toBe("two");
    expect(socket.readableLength).toBe(0);
    expect(sockets[0]?.readableEnded).toBe(false);
    expect(sockets[0]?.destroyed).toBe(false);
  });
});
