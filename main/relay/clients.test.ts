import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { array, assert, ipV4, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressList } from "./addressList.ts";
import { sourceOf } from "./clients.ts";

const proxies = createAddressList(["10.0.0.0/8", "::1"]);

function requestFrom(peer: string, headers: IncomingMessage["headers"] = {}): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  const request = new IncomingMessage(socket);
  request.headers = headers;
  return request;
}

const addressOf = (peer: string, forwarded?: string) =>
  sourceOf(requestFrom(peer, forwarded === undefined ? {} : { "x-forwarded-for": forwarded }), proxies.has).address;

describe("where a request comes from", () => {
  it("is the other end of the connection, whatever a client writes about itself", () => {
    expect(addressOf("192.0.2.1")).toBe("192.0.2.1");
    expect(addressOf("::ffff:192.0.2.1", "1.2.3.4")).toBe("192.0.2.1");
    const claims = { "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "x-real-ip": "::1" };
    expect(sourceOf(requestFrom("192.0.2.1", claims), proxies.has)).toEqual({ address: "192.0.2.1", scheme: "http" });
  });

  it("is what the proxies that are ours have seen, read from the right", () => {
    expect(addressOf("10.0.0.1", "203.0.113.9")).toBe("203.0.113.9");
    expect(addressOf("::ffff:10.0.0.1", "127.0.0.1, 203.0.113.9, 10.0.0.2")).toBe("203.0.113.9");
    expect(addressOf("::1", "2001:db8::7")).toBe("2001:db8::7");
    expect(addressOf("10.0.0.1")).toBe("10.0.0.1");
    expect(addressOf("10.0.0.1", "10.0.0.3, 10.0.0.2")).toBe("10.0.0.3");
    expect(addressOf("10.0.0.1", "203.0.113.9, unknown")).toBe("10.0.0.1");
    expect(addressOf("10.0.0.1", "unknown, 10.0.0.2")).toBe("10.0.0.2");
  });

  it("takes the scheme from them too", () => {
    const scheme = (peer: string, proto: string) =>
      sourceOf(requestFrom(peer, { "x-forwarded-proto": proto }), proxies.has).scheme;
    expect(scheme("10.0.0.1", "https")).toBe("https");
    expect(scheme("10.0.0.1", "http, https")).toBe("https");
    expect(scheme("10.0.0.1", "gopher")).toBe("http");
    expect(scheme("192.0.2.1", "https")).toBe("http");
  });

  it("is never further left than the first that is not ours", () => {
    const foreign = ipV4().filter((address) => !proxies.has(address));
    assert(
      property(
        array(ipV4(), { maxLength: 5 }),
        foreign,
        array(
          ipV4().map((address) => `10${address.slice(address.indexOf("."))}`),
          { maxLength: 5 },
        ),
        (claimed, client, ours) => {
          expect(addressOf("10.1.1.1", [...claimed, client, ...ours].join(", "))).toBe(client);
        },
      ),
    );
  });
});
