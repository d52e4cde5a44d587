import { EventEmitter } from "node:events";
import { createStructuredCodec, nodeBase64 } from "../page/structuredCodec.ts";

export const codec = createStructuredCodec(nodeBase64);

/** Where a port that was handed to a page now lives. */
export interface RemoteEnd {
  deliver(body: string): void;
  close(): void;
}

/** One end of a channel in the main process. Messages wait until `start`; a transferred end forwards to its page. */
export class MessagePortMain extends EventEmitter {
  private partner: MessagePortMain | undefined;
  private remote: RemoteEnd | undefined;
  private waiting: string[] = [];
  private isStarted = false;
  private isClosed = false;

  static pair(): [MessagePortMain, MessagePortMain] {
    const [first, second] = [new MessagePortMain(), new MessagePortMain()];
    first.partner = second;
    second.partner = first;
    return [first, second];
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error("electronHost: MessagePortMain.postMessage with ports is not implemented");
    const body = codec.encode(message);
    if (!this.isClosed) this.partner?.receive(body);
  }

  start(): void {
    this.isStarted = true;
    const messages = this.waiting;
    this.waiting = [];
    for (const body of messages) this.receive(body);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.remote?.close();
    // As with real ports, the other end hears of it a turn later and after what was sent before.
    setImmediate(() => {
      this.partner?.close();
      this.emit("close");
    });
  }

  /** Hands this end to a page; what already waits for it goes along. */
  transferTo(remote: RemoteEnd): void {
    if (this.remote || this.isStarted || this.isClosed) throw new Error("Port is already neutered, started or closed");
    this.remote = remote;
    this.start();
  }

  /** What the page's end of a transferred port says. */
  sendFromPage(body: string): void {
    if (!this.isClosed) this.partner?.receive(body);
  }

  private receive(body: string): void {
    if (this.isClosed) return;
    if (this.remote) this.remote.deliver(body);
    else if (this.isStarted) setImmediate(() => this.emit("message", { data: codec.decode(body), ports: [] }));
    else this.waiting.push(body);
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
  }
}
