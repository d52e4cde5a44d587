import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AttentionDelivery } from "#shared/contract/attention.ts";
import type { Log } from "../../observability/log.ts";
import { bell, openTestAttention, permission, type TestAttention } from "../testAttention.ts";
import { encodedWords } from "./ntfy.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
type Answer = (response: ServerResponse) => void;

/** An address that keeps what it is sent and answers as it is told. */
async function startAddress() {
  const received: Received[] = [];
  let answer: Answer = (response) => response.writeHead(200).end("ok");
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    received.push({ path: request.url ?? "", headers: request.headers, body });
    answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen");
  return {
    url: `http://127.0.0.1:${address.port}/topic`,
    received,
    answerWith: (given: Answer) => {
      answer = given;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

let address: Awaited<ReturnType<typeof startAddress>>;
let test: TestAttention;
beforeEach(async () => {
  address = await startAddress();
});
afterEach(async () => {
  await test[Symbol.asyncDispose]();
  await address[Symbol.asyncDispose]();
});

const delivered = async (id: string, surface: AttentionDelivery["surface"], expected: Partial<AttentionDelivery>) =>
  await expect
    .poll(async () => (await test.attention.get(id)).deliveries.find((row) => row.surface === surface))
    .toMatchObject(expected);

describe("ntfy", () => {
  it("gets who needs somebody and why, where to tap, and not the details", async () => {
    test = await openTestAttention({ initial: { ntfy: address.url } });
    const { id } = await test.attention.raise(permission({ who: "构建", text: "May I?\nReally?", detail: "rm -rf /" }));
    await delivered(id, "ntfy", { state: "delivered", attempts: 1 });
    const [message] = address.received;
    expect(message).toMatchObject({
      path: "/topic",
      body: "May I?\nReally?",
      headers: {
        title: `=?UTF-8?B?${Buffer.from("构建 asks for permission").toString("base64")}?=`,
        priority: "4",
        tags: "lock",
        click: `https://desk.local:8766/#/inbox/${id}`,
      },
    });
  });

  it("may be a secret, which no log shows", async () => {
    const logged: unknown[] = [];
    const write = (...given: unknown[]): void => void logged.push(given);
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    test = await openTestAttention({ initial: { ntfy: "secret:topic" }, log });
    test.secrets.set("topic", `${address.url}-hidden`);
    address.answerWith((response) => response.writeHead(403).end());
    const { id } = await test.attention.raise(bell());
    await delivered(id, "ntfy", { state: "failed", reason: "http-403" });
    expect(address.received[0]?.path).toBe("/topic-hidden");
    expect(JSON.stringify(logged)).not.toContain("hidden");
    expect(JSON.stringify(await test.attention.get(id))).not.toContain("hidden");
  });

  it("whose address is none says so", async () => {
    test = await openTestAttention({ initial: { ntfy: "secret:topic" } });
    test.secrets.set("topic", "file:///etc/passwd");
    const { id } = await test.attention.raise(bell());
    await delivered(id, "ntfy", { state: "failed", reason: "invalid-address" });
  });

  it("titles stay readable and within a header’s limits in any language", () => {
    const title = "需要许可 😀".repeat(20);
    const words = encodedWords(title).split(" ");
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), "base64").toString("utf8")).join("");
    expect(decoded).toBe(title);
    expect(encodedWords("plain")).toBe("plain");
  });
});

describe("a webhook", () => {
  it("gets every item whole, at once, and signed if there is a secret", async () => {
    test = await openTestAttention({ initial: { webhook: address.url, quietFrom: "00:00", quietUntil: "23:59" } });
    test.secrets.set("attention-webhook", "shared words");
    const item = await test.attention.raise(permission());
    await delivered(item.id, "webhook", { state: "delivered" });
    const [message] = address.received;
    const { event, item: sent, link } = JSON.parse(message?.body ?? "");
    expect({ event, link }).toEqual({ event: "attention", link: `https://desk.local:8766/#/inbox/${item.id}` });
    expect(sent).toMatchObject({ id: item.id, kind: "permission", detail: "rm -rf dist", choices: item.choices });
    expect(sent).not.toHaveProperty("deliveries");
    const expected = createHmac("sha256", "shared words")
      .update(message?.body ?? "")
      .digest("hex");
    expect(message?.headers["x-quarterdeck-signature"]).toBe(`sha256=${expected}`);
    expect(message?.headers["x-quarterdeck-delivery"]).toBe(item.id);
  });

  it("is not signed without a secret", async () => {
    test = await openTestAttention({ initial: { webhook: address.url } });
    const { id } = await test.attention.raise(bell());
    await delivered(id, "webhook", { state: "delivered" });
    expect(address.received[0]?.headers).not.toHaveProperty("x-quarterdeck-signature");
  });

  it("that redirects is not followed", async () => {
    test = await openTestAttention({ initial: { webhook: address.url } });
    address.answerWith((response) => response.writeHead(307, { location: `${address.url}/elsewhere` }).end());
    const { id } = await test.attention.raise(bell());
    await delivered(id, "webhook", { state: "failed", reason: "http-307" });
    expect(address.received.map(({ path }) => path)).toEqual(["/topic"]);
  });

  it("that answers without end is not read", async () => {
    test = await openTestAttention({ initial: { webhook: address.url } });
    const cutOff = vi.fn();
    address.answerWith((response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", pour).on("close", cutOff);
      pour();
    });
    const { id } = await test.attention.raise(bell());
    await delivered(id, "webhook", { state: "delivered" });
    await vi.waitUntil(() => cutOff.mock.calls.length === 1);
  });

  it("that is broken or away is tried again later", async () => {
    test = await openTestAttention({ initial: { webhook: address.url } });
    address.answerWith((response) => response.writeHead(503).end());
    const broken = await test.attention.raise(bell());
    await delivered(broken.id, "webhook", { state: "waiting", reason: "http-503", attempts: 1 });
    address.answerWith((response) => response.destroy());
    const away = await test.attention.raise(bell());
    await delivered(away.id, "webhook", { state: "waiting", reason: "unreachable", attempts: 1 });
    const { deliveries } = await test.attention.get(away.id);
    expect(deliveries.find(({ surface }) => surface === "webhook")?.times.nextAt).toBeGreaterThan(Date.now() + 20_000);
  });
});
