import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ServerProblem } from "./serverProblem.ts";

/** No tool needs more: progress that people see changes a few times a second. */
const maximumMessages = 5000;
const windowMs = 10_000;

/** What the SDK's transports have in common; their optional properties are not declared as `Transport` has them. */
interface AnyTransport extends Pick<Transport, "start" | "send" | "close"> {
  onclose?: unknown;
  onerror?: unknown;
  onmessage?: unknown;
  setProtocolVersion?: (version: string) => void;
}

/**
 * Passes everything on, but for a flood: more messages than anybody could have asked for end the connection. `onProblem` is told
 * what goes wrong on the way, every time.
 */
export function watchTransport(inner: AnyTransport, onProblem: (error: Error) => void): Transport {
  let windowStart = 0;
  let messages = 0;
  const isFlood = (): boolean => {
    const now = Date.now();
    if (now - windowStart > windowMs) {
      windowStart = now;
      messages = 0;
    }
    messages += 1;
    return messages > maximumMessages;
  };
  let hasFlooded = false;
  const outer: Transport = {
    start: async () => {
      inner.onclose = () => outer.onclose?.();
      inner.onerror = (error: Error) => {
        onProblem(error);
        outer.onerror?.(error);
      };
      inner.onmessage = (...given: Parameters<NonNullable<Transport["onmessage"]>>) => {
        if (hasFlooded) return;
        hasFlooded = isFlood();
        if (!hasFlooded) return outer.onmessage?.(...given);
        onProblem(new ServerProblem((texts) => texts.floods));
      };
      await inner.start();
    },
    send: (message, options) => inner.send(message, options),
    close: () => inner.close(),
    setProtocolVersion: (version) => inner.setProtocolVersion?.(version),
  };
  return outer;
}
