import type { Delivery, Host, Subject } from "../hosts/host.ts";
import { goKey, printWhenAsked, readyText } from "../programs.ts";

export interface BurstReader {
  readonly follow: "live" | "complete";
  /** `finish` ends the timing. */
  receive(delivery: Delivery, acknowledge: () => void, finish: () => void): void;
}

/**
 * Starts a host and a session that waits, attaches the reader, and hands `measure` what lets the program print: it answers with
 * the milliseconds until the reader called `finish`, and rejects with what the reader threw.
 */
export async function withBurst(
  subject: Subject,
  file: string,
  reader: BurstReader,
  measure: (host: Host, print: () => Promise<number>) => Promise<Record<string, number>>,
): Promise<Record<string, number>> {
  await using host = await subject.startHost();
  using wire = await host.connect();
  const finished = Promise.withResolvers<void>();
  const session = await wire.start(printWhenAsked(file));
  const viewer = await wire.attach(session.id, {
    follow: reader.follow,
    receive(delivery, acknowledge) {
      try {
        reader.receive(delivery, acknowledge, finished.resolve);
      } catch (error) {
        finished.reject(error);
      }
    },
  });
  while ((await wire.printedBytes(session.id)) < readyText.length)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return await measure(host, async () => {
    const startedAt = performance.now();
    viewer.type(goKey);
    await finished.promise;
    return performance.now() - startedAt;
  });
}

/** The offset behind what was delivered. */
export function endOf(delivery: Delivery): number {
  return delivery.kind === "snapshot" ? delivery.offset : delivery.offset + delivery.bytes.byteLength;
}
