/** What travels on a link beside each other: calls and their answers, and terminal frames. */
export type LinkChannel = "rpc" | "terminal";

/**
 * One live connection between a client and the core, whatever carries it (a MessagePort or a socket.io socket). Messages of a
 * channel arrive in order; nothing is repeated. `send` after the end does nothing: the end is told once through `onClose`.
 */
export interface Link {
  send(channel: LinkChannel, message: string | Uint8Array): void;
  /** One listener a channel; set before the first message can arrive. */
  onMessage(channel: LinkChannel, listener: (message: string | Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
  /** Asks the other side to answer at once; the listener is called when it does. Not there where a dead link cannot look open. */
  echo?(listener: () => void): void;
  /**
   * Resolves when what was sent before has left for the network, at the latest when the link ends. Not there on links that
   * cannot tell (a MessagePort). Who streams without a credit of its own waits for this, so that a slow reader costs no memory.
   */
  whenWritable?(): Promise<void>;
}
