import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { openAiChat } from "../../e2e/helpers/modelServer/openAiChat.ts";

/** A model that streams numbered tokens at a fixed pace, in OpenAI's wire format. Each says when it was written: `17@12345.678;`. */
export interface PacedModel extends AsyncDisposable {
  /** Up to and including the version. */
  readonly baseUrl: string;
  /** When each question came in, on this process's clock, in milliseconds. */
  readonly askedAt: readonly number[];
}

export interface Pace {
  readonly tokens: number;
  /** Between two tokens, in milliseconds; 0 writes as fast as it is read. */
  readonly everyMs: number;
}

/** Starts it on a free port of this machine. Every question gets the same answer. */
export async function startPacedModel(pace: Pace): Promise<PacedModel> {
  const askedAt: number[] = [];
  const server = createServer((request, response) => {
    response.on("error", () => response.destroy());
    request.resume().once("end", () => {
      askedAt.push(performance.now());
      void stream(response, pace).catch(() => response.destroy());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The paced model has no port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    askedAt,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function stream(response: ServerResponse, { tokens, everyMs }: Pace): Promise<void> {
  const format = openAiChat();
  const usage = { input: 10, output: tokens };
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(format.begin("paced", usage));
  const begun = performance.now();
  for (let index = 0; index < tokens && !response.destroyed; index += 1) {
    // Against the clock, so that a late timer does not slow the whole answer down.
    const early = begun + index * everyMs - performance.now();
    if (early > 0) await wait(early);
    const text = `${index}@${performance.now().toFixed(3)};`;
    if (!response.write(format.piece({ kind: "text", text })) && everyMs === 0) await once(response, "drain");
  }
  response.end(format.end("stop", usage));
}
