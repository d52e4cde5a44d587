import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { AppError } from "#shared/errors/appError.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Gate } from "./gate.ts";

/** What takes over the upgrades of one path. */
export interface UpgradeTarget {
  /** `gate` is the one the request has passed; it decides about the credential too. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, gate: Gate): void;
  /** Connections that have passed this gate and have not authenticated yet. */
  strangerCount(gate: Gate): number;
}

export interface UpgradesDeps {
  readonly gate: Gate;
  readonly metrics: Pick<Metrics, "countError">;
  readonly targets: ReadonlyMap<string, UpgradeTarget>;
}

/** The upgrades of one listener. */
export interface Upgrades {
  readonly handle: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Waits for what was upgraded to end, and cuts off what has not ended in time. */
  end(withinMs: number): Promise<void>;
}

/** Connections of one listener that have not authenticated yet, of all kinds together, above the others: a house that comes back at once. */
const maximumStrangers = 64;

/** Takes over an upgrade of the HTTP server by its path, or refuses it: it passes the gate before anything else. */
export function createUpgrades({ gate, metrics, targets }: UpgradesDeps): Upgrades {
  const open = new Set<Duplex>();
  const targetOf = (request: IncomingMessage): UpgradeTarget | AppError => {
    try {
      gate.check(request);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
    const target = targets.get(URL.parse(request.url ?? "", "http://localhost")?.pathname ?? "");
    if (!target) return new AppError("UNKNOWN_CALL");
    let strangers = 0;
    for (const { strangerCount } of targets.values()) strangers += strangerCount(gate);
    return strangers >= maximumStrangers ? new AppError("TOO_MANY_CONNECTIONS") : target;
  };
  return {
    handle: (request, socket, head) => {
      const target = targetOf(request);
      if (target instanceof AppError) {
        metrics.countError(target.code);
        refuseUpgrade(socket, target);
        return;
      }
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      target.upgrade(request, socket, head, gate);
    },
    end: async (withinMs) => {
      const closed = [...open].map((socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())));
      const timer = setTimeout(() => {
        for (const socket of [...open]) socket.destroy();
      }, withinMs);
      await Promise.all(closed);
      clearTimeout(timer);
    },
  };
}

function refuseUpgrade(socket: Duplex, error: AppError): void {
  const body = JSON.stringify(error.toShape());
  const { retryAfterMs } = error;
  socket.once("error", () => socket.destroy());
  // The HTTP server has let go of it: who never closes his own end would keep it open for ever.
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ""}`,
      "Connection: close",
      ...(retryAfterMs === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfterMs / 1000)}`]),
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}
