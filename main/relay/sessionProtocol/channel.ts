import type { WebSocket } from "ws";

/** Close codes of this protocol; those below 4000 have their usual meanings. */
export const closeCodes = {
  goingAway: 1001,
  notAllowed: 1008,
  tooLarge: 1009,
  internal: 1011,
  tryAgainLater: 1013,
  unauthenticated: 4001,
  notReading: 4008,
} as const;

/** What may wait for a client that does not read, in bytes; beyond it the connection ends. */
const maximumUnsentBytes = 8_388_608;
/** How long a client may take to answer a goodbye; then it is cut off with all that waits for it. */
const closeTimeoutMs = 3_000;

/** The server's end of one WebSocket: JSON messages out, and its end. */
export interface Channel {
  /** Does nothing once the channel has ended. `sent` is called when the message has left for the network. */
  send(message: object, sent?: () => void): void;
  /** Says goodbye; nothing is sent or heard from then on. */
  end(code: number, reason: string): void;
  readonly isEnded: boolean;
}

export function createChannel(client: WebSocket): Channel {
  let isEnded = false;
  const end = (code: number, reason: string): void => {
    if (isEnded) return;
    isEnded = true;
    client.close(code, reason);
    const timer = setTimeout(() => client.terminate(), closeTimeoutMs);
    client.once("close", () => clearTimeout(timer));
  };
  client.once("close", () => {
    isEnded = true;
  });
  return {
    send: (message, sent) => {
      if (isEnded) return;
      if (client.bufferedAmount > maximumUnsentBytes) {
        end(closeCodes.notReading, "The client does not read what it is sent");
        return;
      }
      client.send(JSON.stringify(message), (error) => {
        if (!error) sent?.();
      });
    },
    end,
    get isEnded() {
      return isEnded;
    },
  };
}
