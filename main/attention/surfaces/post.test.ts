import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { expect, it } from "vitest";
import { carriedBy, post } from "./post.ts";

const never = new AbortController().signal;

async function listening(server: ReturnType<typeof createSocketServer>): Promise<URL> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen");
  return new URL(`http://127.0.0.1:${address.port}/`);
}

it("gives up on an address that takes the request and says nothing, or drips", async () => {
  await using server = createSocketServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
    const dripping = setInterval(() => socket.write("."), 10);
    socket.on("close", () => clearInterval(dripping));
  });
  const url = await listening(server);
  const result = await post({ url, headers: {}, body: "", signal: never, timeoutMs: 100 });
  expect(result).toEqual({ kind: "failed", reason: "timeout" });
  expect(carriedBy(result, "sent")).toMatchObject({ kind: "failed", reason: "timeout", mayRetry: true });
});

it("ends at once when it is called off", async () => {
  const abort = new AbortController();
  await using server = createServer(() => abort.abort(new Error("called off")));
  const url = await listening(server);
  await expect(post({ url, headers: {}, body: "", signal: abort.signal })).rejects.toThrow("called off");
  server.closeAllConnections();
});

it("reads how long to wait, in seconds or as a date, and nothing from nonsense", async () => {
  let retryAfter = "";
  await using server = createServer((_request, response) =>
    response.writeHead(429, { "retry-after": retryAfter }).end(),
  );
  const url = await listening(server);
  const wait = async (value: string) => {
    retryAfter = value;
    const result = await post({ url, headers: {}, body: "x", signal: never });
    return result.kind === "answered" ? result.retryAfterMs : "failed";
  };
  expect(await wait("120")).toBe(120_000);
  expect(await wait("soon")).toBeNull();
  expect(await wait("Wed, 21 Oct 2015 07:28:00 GMT")).toBe(0);
});
