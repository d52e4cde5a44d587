import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createLine, type LineConditions } from "./line.ts";

/** What the network between a phone and the relay is like; both directions alike. */
export interface NetworkConditions {
  /** To the other end and back. */
  readonly roundTripMs: number;
  /** The share of segments (0 to 1) that is lost and sent again. */
  readonly loss: number;
}

/** How the network ends: connections are reset at once, or nothing arrives any more and nobody is told. */
export type CutKind = "reset" | "silent";

/** A TCP proxy that behaves like a network. What is open when it is cut never works again, as after a change of network. */
export interface Network extends AsyncDisposable {
  readonly port: number;
  cut(kind: CutKind): void;
  mend(): void;
}

/** What may be under way in one direction: a receive window as phones have it. More would be memory of the simulation's own. */
const windowBytes = 1024 * 1024;

/** Leads to a port of this machine. */
export async function createNetwork(targetPort: number, conditions: NetworkConditions): Promise<Network> {
  const ways = new Set<Way>();
  let cutBy: CutKind | null = null;
  let seed = 1;
  // Half-open, so that what is under way when one side ends still arrives.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    if (cutBy === "reset") return void near.resetAndDestroy();
    const far = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    const line = { delayMs: conditions.roundTripMs / 2, loss: conditions.loss };
    seed += 2;
    const way = joined(near, far, { ...line, seed }, { ...line, seed: seed + 1 });
    if (cutBy === "silent") way.silence();
    ways.add(way);
    near.once("close", () => ways.delete(way));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (kind: CutKind): void => {
    cutBy = kind;
    for (const way of ways) kind === "reset" ? way.reset() : way.silence();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => {
      cutBy = null;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const way of ways) way.reset();
      await closed;
    },
  };
}

/** Two sockets that carry each other's bytes. */
interface Way {
  reset(): void;
  silence(): void;
}

function joined(near: Socket, far: Socket, there: LineConditions, back: LineConditions): Way {
  const directions = [carry(near, far, there), carry(far, near, back)];
  let isSilent = false;
  const reset = (): void => {
    for (const direction of directions) direction[Symbol.dispose]();
    near.resetAndDestroy();
    far.resetAndDestroy();
  };
  for (const socket of [near, far]) {
    // A silent network tells the other side of nothing: what the phone closes stays open at the server until that finds out.
    socket.on("error", () => (isSilent ? socket.destroy() : reset()));
    socket.on("close", (hadError) => hadError && !isSilent && reset());
  }
  return {
    reset,
    silence: () => {
      isSilent = true;
      for (const direction of directions) direction[Symbol.dispose]();
      for (const socket of [near, far]) socket.resume();
    },
  };
}

/** Carries what one socket says to the other, each piece when it is due. Disposing drops what is under way and carries no more. */
function carry(from: Socket, to: Socket, conditions: LineConditions): Disposable {
  const line = createLine(conditions);
  const underWay: { readonly bytes: Buffer; readonly arrivesAt: number }[] = [];
  let waiting = 0;
  let hasEnded = false;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  const deliver = (): void => {
    timer = undefined;
    const now = performance.now();
    for (let [next] = underWay; next && next.arrivesAt <= now; [next] = underWay) {
      underWay.shift();
      waiting -= next.bytes.byteLength;
      to.write(next.bytes);
    }
    const [next] = underWay;
    if (next) timer = setTimeout(deliver, next.arrivesAt - now);
    else if (hasEnded) to.end();
    steer();
  };
  const steer = (): void => {
    if (waiting + to.writableLength < windowBytes) from.resume();
    else from.pause();
  };
  from.on("data", (bytes: Buffer) => {
    if (isOver) return;
    let begin = 0;
    for (const { byteLength, arrivesAt } of line.send(performance.now(), bytes.byteLength)) {
      underWay.push({ bytes: bytes.subarray(begin, begin + byteLength), arrivesAt });
      begin += byteLength;
    }
    waiting += bytes.byteLength;
    if (timer === undefined) deliver();
    else steer();
  });
  from.on("end", () => {
    hasEnded = true;
    if (!isOver && underWay.length === 0) to.end();
  });
  to.on("drain", steer);
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      clearTimeout(timer);
      underWay.length = 0;
    },
  };
}
