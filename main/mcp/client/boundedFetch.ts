import { ServerProblem } from "./serverProblem.ts";
import { maximumMessageBytes } from "./stdioTransport.ts";

/** As `fetch`, but an answer that is one message, or one event of a stream of events, may have 16 MB and no more. */
export async function boundedFetch(url: string | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.body === null) return response;
  const isStream = response.headers.get("content-type")?.includes("text/event-stream") ?? false;
  return new Response(response.body.pipeThrough(limit(isStream)), {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

/** Counts bytes, in a stream of events from the last blank line on: there an event ends. */
function limit(isStream: boolean): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  let before = "";
  return new TransformStream({
    transform: (piece, controller) => {
      // Two bytes of the piece before: a blank line may begin there.
      const text = before + Buffer.from(piece).toString("latin1");
      before = text.slice(-2);
      const ends = isStream
        ? Math.max(text.lastIndexOf("\n\n"), text.lastIndexOf("\n\r\n"), text.lastIndexOf("\r\r"))
        : -1;
      bytes = ends < 0 ? bytes + piece.length : text.length - ends;
      if (bytes > maximumMessageBytes) {
        throw new ServerProblem((texts) => texts.tooLong(maximumMessageBytes / 1024 / 1024));
      }
      controller.enqueue(piece);
    },
  });
}
