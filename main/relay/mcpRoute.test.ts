import { expect, it, vi } from "vitest";
import type { McpHandler } from "./contract.ts";
import { startPhoneHost } from "./phoneTestKit.ts";
import { startTestHost } from "./relayTestKit.ts";
import { send } from "./testClient.ts";

const headers = (token: string) => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });

it("hands what was let in to the MCP server, with who it is and our own headers", async () => {
  const serveMcp = vi.fn<McpHandler>(
    async ({ response, body }) => void response.writeHead(200).end(JSON.stringify(body)),
  );
  const host = await startTestHost({ serveMcp });
  const { token } = await host.accounts.tokens.create("An agent", ["watch"]);
  const answer = await send(host.port, "/mcp", { method: "POST", headers: headers(token), body: '{"a":1}' });
  expect([answer.status, answer.text]).toEqual([200, '{"a":1}']);
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(serveMcp.mock.calls[0]?.[0].caller).toMatchObject({ kind: "token", label: "An agent", scopes: ["watch"] });
  await host.dispose();
});

it("is there on this machine alone", async () => {
  const serveMcp = vi.fn<McpHandler>(async ({ response }) => void response.writeHead(200).end());
  await using bench = await startPhoneHost({ serveMcp });
  const { token } = await bench.host.accounts.tokens.create("An agent", ["admin"]);
  const remote = await bench.post("/mcp", {}, { authorization: `Bearer ${token}` });
  expect([remote.status, remote.json.code]).toEqual([404, "UNKNOWN_CALL"]);
  expect(serveMcp).not.toHaveBeenCalled();
});

it("cuts the connection of a request that could not be answered, and goes on", async () => {
  let calls = 0;
  const host = await startTestHost({
    serveMcp: async ({ response }) => {
      calls += 1;
      if (calls === 1) throw new Error("a bug");
      response.writeHead(200).end("fine");
    },
  });
  const post = () => send(host.port, "/mcp", { method: "POST", headers: headers(host.controlToken), body: "{}" });
  await expect(post()).rejects.toThrow();
  expect((await post()).text).toBe("fine");
  await host.dispose();
});
