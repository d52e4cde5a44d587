import type { EventEmitter } from "node:events";
import { Bonjour } from "bonjour-service";
import type { RelayStatus } from "#shared/contract/relay.ts";

type AnnouncementStatus = Extract<RelayStatus, { kind: "open" }>["announcement"];

/** A name told to the network for as long as it is not disposed. */
export interface Announcement extends AsyncDisposable {
  status(): AnnouncementStatus;
}

/** Tells the network a name (without `.local`) and the port behind it. `changed` is called when the status is another one. */
export type Announce = (about: { readonly name: string; readonly port: number }, changed: () => void) => Announcement;

/** Announces over multicast DNS (RFC 6762): the name's addresses, and an `https` service of that name. */
export const announceByMulticast: Announce = ({ name, port }, changed) => {
  let status: AnnouncementStatus = { kind: "failed", reason: "It has not been announced yet." };
  const enter = (next: AnnouncementStatus): void => {
    status = next;
    changed();
  };
  const failed = (error: unknown): void =>
    enter({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  const bonjour = new Bonjour({}, failed);
  // The library forwards no error of its socket, and one that nobody hears would end the process.
  const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server;
  mdns.on("error", failed);
  mdns.on("warning", (error: unknown) => {
    if (status.kind !== "announced") failed(error);
  });
  // Without asking whether the name is taken: it is chosen at random, or by the user.
  const service = bonjour.publish({ name, type: "https", port, host: `${name}.local`, probe: false });
  service.on("up", () => enter({ kind: "announced", name: `${name}.local` }));
  return {
    status: () => status,
    [Symbol.asyncDispose]: async () => {
      await within(goodbyeMs, (done) => bonjour.unpublishAll(done));
      await within(goodbyeMs, (done) => bonjour.destroy(done));
    },
  };
};

/** The goodbye is a courtesy: where the network is gone nobody waits for it. */
const goodbyeMs = 500;

async function within(milliseconds: number, work: (done: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  work(() => resolve());
  await promise;
  clearTimeout(timer);
}
