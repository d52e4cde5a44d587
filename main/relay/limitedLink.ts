import type { Link } from "#shared/link/link.ts";
import { isInputFrame } from "#shared/terminal/frames.ts";
import type { RateLimit } from "./limits/rateLimit.ts";
import { minimumMessageBytes } from "./limits/rates.ts";

/** What may wait to be typed for one link; a larger paste than that is not one any more. */
const maximumWaitingBytes = 8_388_608;

/**
 * A link whose client types no faster than `bytes` allows. What comes faster waits and is typed in its order: dropping a part of a
 * paste, its closing bracket with it, would do harm. A link that sends far more than that is closed.
 */
export function limitTyping(link: Link, client: string, bytes: RateLimit): Link {
  const waiting: (string | Uint8Array)[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  link.onClose(() => {
    clearTimeout(timer);
    waiting.length = 0;
  });
  const typeOn = (listener: (message: string | Uint8Array) => void): void => {
    timer = undefined;
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const waitMs = bytes.tryTake(client, costOf(next));
      if (waitMs > 0) {
        timer = setTimeout(() => typeOn(listener), waitMs);
        return;
      }
      waiting.shift();
      waitingBytes -= next.length;
      listener(next);
    }
  };
  return {
    ...link,
    onMessage: (channel, listener) => {
      if (channel !== "terminal") return link.onMessage(channel, listener);
      link.onMessage(channel, (message) => {
        if (typeof message === "string" || !isInputFrame(message)) return listener(message);
        waiting.push(message);
        waitingBytes += message.length;
        if (waitingBytes > maximumWaitingBytes) return link.close();
        if (timer === undefined) typeOn(listener);
      });
    },
  };
}

/** What a message of this length costs of `bytes`. */
function costOf(message: string | Uint8Array): number {
  return Math.max(message.length, minimumMessageBytes);
}
