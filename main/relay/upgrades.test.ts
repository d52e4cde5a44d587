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
