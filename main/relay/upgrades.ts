import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { AppError } from "#shared/errors/appError.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Gate } from "./gate.ts";

/** What takes over the upgrades of one path. */
export interface UpgradeTarget {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Connections that have not authenticated yet. */
  readonly strangerCount: number;
}

export interface UpgradesDeps {
  readonly gate: Pick<Gate, "checkAddresses">;
  readonly metrics: Pick<Metrics, "countError">;
  readonly targets: ReadonlyMap<string, UpgradeTarget>;
}

/** Connections that have not authenticated yet, of all kinds together, above the others. */
const maximumStrangers = 20;

/** Takes over an upgrade of the HTTP server by its path, or refuses it: Host and Origin are checked before anything else. */
export function createUpgrades({ gate, metrics, targets }: UpgradesDeps): UpgradeTarget["upgrade"] {
  const targetOf = (request: IncomingMessage): UpgradeTarget | AppError => {
    try {
      gate.checkAddresses(request);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
    const target = targets.get(URL.parse(request.url ?? "", "http://localhost")?.pathname ?? "");
    if (!target) return new AppError("UNKNOWN_CALL");
    let strangers = 0;
    for (const { strangerCount } of targets.values()) strangers += strangerCount;
    return strangers >= maximumStrangers ? new AppError("TOO_MANY_CONNECTIONS") : target;
  };
  return (request, socket, head) => {
    const target = targetOf(request);
    if (!(target instanceof AppError)) return target.upgrade(request, socket, head);
    metrics.countError(target.code);
    refuseUpgrade(socket, target);
  };
}

function refuseUpgrade(socket: Duplex, error: AppError): void {
  const body = JSON.stringify(error.toShape());
  socket.once("error", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ""}`,
      "Connection: close",
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}
