import type { ExposedShape, FromIsolatedWorld, FromMainWorld } from "./pageMessages.ts";
import type { StructuredCodec } from "./structuredCodec.ts";

/**
 * The page's half of contextBridge: builds what the preload exposes and calls back into its world. DOM events carry text between
 * the two worlds, and being synchronous they let a plain function return at once. Sent to pages as source: refers to nothing outside.
 */
export function installMainWorld(eventName: string, codec: StructuredCodec): void {
  const returned = new Map<number, FromIsolatedWorld & { kind: "returned" }>();
  const promised = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextCall = 1;

  const say = (message: FromMainWorld): void => {
    document.dispatchEvent(new CustomEvent(`${eventName}-call`, { detail: JSON.stringify(message) }));
  };
  // A refused window.open answers null and opens nothing; the handler that would allow one is not implemented.
  window.open = (url = "", frameName = "", features = "") => {
    say({ kind: "window-open", url: new URL(url, document.baseURI).href, frameName, features });
    return null;
  };

  const call = (functionId: number, values: unknown[]): unknown => {
    const id = nextCall++;
    say({ kind: "call", call: id, function: functionId, body: codec.encode(values) });
    const answer = returned.get(id);
    returned.delete(id);
    if (!answer) throw new Error("The preload's world did not answer");
    if (answer.outcome === "promise") return new Promise((resolve, reject) => promised.set(id, { resolve, reject }));
    if (answer.outcome === "error") throw codec.decode(answer.body);
    return codec.decode(answer.body);
  };

  const build = (shape: ExposedShape): unknown => {
    if (shape.kind === "value") return codec.decode(shape.body);
    if (shape.kind === "function") return (...values: unknown[]) => call(shape.id, values);
    return Object.freeze(Object.fromEntries(shape.entries.map(([key, inner]) => [key, build(inner)])));
  };

  document.addEventListener(eventName, (event) => {
    if (!(event instanceof CustomEvent)) return;
    const message: FromIsolatedWorld = JSON.parse(String(event.detail));
    if (message.kind === "expose") {
      const value = build(message.shape);
      Object.defineProperty(window, message.key, { value, enumerable: true, writable: false, configurable: false });
    } else if (message.kind === "returned") {
      returned.set(message.call, message);
    } else {
      const waiting = promised.get(message.call);
      promised.delete(message.call);
      const value = codec.decode(message.body);
      if (message.outcome === "error") waiting?.reject(value);
      else waiting?.resolve(value);
    }
  });
}
