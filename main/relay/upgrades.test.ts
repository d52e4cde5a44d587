import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startTestHost, type TestHost } from "./relayTestKit.ts";
import { socketPath } from "./sockets.ts";

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(async () => {
  await host.dispose();
});

it("keeps no connection open for whoever was refused and does not hang up", async () => {
  const client = connect({ host: "127.0.0.1", port: host.port, allowHalfOpen: true });
  let isGone = false;
  client.on("error", () => {
    isGone = true;
  });
  client.write(
    [
      `GET ${socketPath} HTTP/1.1`,
      `host: 127.0.0.1:${host.port}`,
      "origin: http://evil.example",
      "connection: Upgrade",
      "upgrade: websocket",
      "",
      "",
    ].join("\r\n"),
  );
  client.resume();
  await once(client, "end");
  await expect
    .poll(() => {
      // Whoever holds a closed connection learns of it only by writing.
      if (!isGone) client.write("x");
      return isGone;
    })
    .toBe(true);
  client.destroy();
});

it("reads no more than 64 KiB of a message that a stranger does not finish", async () => {
  const client = connect({ host: "127.0.0.1", port: host.port });
  client.on("error", () => {});
  client.write(
    [
      `GET ${socketPath}?EIO=4&transport=websocket HTTP/1.1`,
      `host: 127.0.0.1:${host.port}`,
      "connection: Upgrade",
      "upgrade: websocket",
      "sec-websocket-version: 13",
      `sec-websocket-key: ${Buffer.alloc(16).toString("base64")}`,
      "",
      "",
    ].join("\r\n"),
  );
  await once(client, "data");
  // One frame of text, masked with zeros, that says it has 3 MB (RFC 6455, 5.2).
  const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(3_000_000, 6);
  client.write(head);
  client.write(Buffer.alloc(100_000, "x"));
  client.resume();
  await once(client, "close");
}, 10_000);
