import { Server } from "bonjour-service/dist/lib/mdns-server.js";
import { z } from "zod";

/** One record as it goes over the network. `flush` tells others to forget what they knew under this name (RFC 6762, 10.2). */
export interface MulticastRecord {
  readonly name: string;
  readonly type: "A" | "AAAA" | "PTR" | "SRV" | "TXT";
  /** Seconds; 0 takes it back. */
  readonly ttl: number;
  readonly data: unknown;
  readonly flush?: true;
}

/** Answers for one network interface. */
export interface Responder {
  ask(name: string): Promise<void>;
  /** From now on they are answered to whoever asks. Nothing is sent by itself. */
  register(records: readonly MulticastRecord[]): void;
  unregister(records: readonly MulticastRecord[]): void;
  /** Rejects with what the socket says. */
  tell(records: readonly MulticastRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface ResponderDeps {
  /** An IPv4 address of the interface. */
  readonly address: string;
  /** Records that others told, and our own, which come back. */
  readonly heard: (records: readonly HeardRecord[]) => void;
  /** The socket cannot be opened or used. */
  readonly failed: (error: Error) => void;
}

const heardRecord = z.object({ name: z.string(), type: z.string(), ttl: z.number(), data: z.unknown() });
export type HeardRecord = z.infer<typeof heardRecord>;
const heardPacket = z.object({
  answers: z.array(heardRecord).max(500),
  additionals: z.array(heardRecord).max(500).default([]),
});

/** What is used of the library's socket, which it does not describe. */
interface Multicast {
  on(event: "error" | "warning", listener: (error: Error) => void): void;
  on(event: "response", listener: (packet: unknown) => void): void;
  query(questions: readonly object[], done: (error?: Error | null) => void): void;
  respond(records: readonly object[], done: (error?: Error | null) => void): void;
  destroy(done: () => void): void;
}

/**
 * One socket for one interface: the library's usual single one sends only where the default route leads, which may be a tunnel
 * while the phones are in the Wi-Fi.
 */
export function openResponder({ address, heard, failed }: ResponderDeps): Responder {
  const options = { type: "udp4", interface: address, bind: "0.0.0.0" };
  const server = new Server(options, failed);
  const socket: Multicast = server.mdns;
  let isClosed = false;
  socket.on("error", failed);
  // What cannot be decoded is others' affair; a group that cannot be joined is ours.
  socket.on("warning", (error) => {
    if ("syscall" in error) failed(error);
  });
  socket.on("response", (packet) => {
    const parsed = heardPacket.safeParse(packet);
    if (parsed.success && !isClosed) heard([...parsed.data.answers, ...parsed.data.additionals]);
  });
  const promised = (work: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
  return {
    ask: (name) => promised((done) => socket.query([{ name, type: "ANY" }], done)),
    register: (records) => server.register([...records]),
    unregister: (records) => server.unregister([...records]),
    tell: (records) => promised((done) => socket.respond(records, done)),
    close: () => {
      isClosed = true;
      return new Promise((resolve) => socket.destroy(resolve));
    },
  };
}
