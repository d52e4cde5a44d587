import { EventEmitter } from "node:events";

type Handler = (event: object, ...values: unknown[]) => unknown;

/** `webContents.ipc`: the messages of one window. */
export class WindowIpc extends EventEmitter {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  async invoke(event: object, channel: string, values: readonly unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event, ...values);
  }
}
