import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { send } from "../../relay/testClient.ts";
import { openServingBench, patience, person, type ServingBench, said } from "./servingTestKit.ts";

let bench: ServingBench;
beforeEach(async () => {
  bench = await openServingBench();
});
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const reading = ["list_sessions", "read_session", "search_history", "list_attention", "ask_user", "notify"];

async function toolsOf(token: string): Promise<string[]> {
  const { tools } = await (await bench.overHttp(token)).listTools();
  return tools.map(({ name }) => name).sort();
}

async function startShell(): Promise<string> {
  return (await bench.sessions.start({ tool: "shell", folder: "/tmp", name: "Shell" })).id;
}

const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
});
const accept = { accept: "application/json, text/event-stream", "content-type": "application/json" };

describe("what a client may do", () => {
  it("is what its token's permissions and the person's settings allow", async () => {
    expect(await toolsOf(await bench.token("watch"))).toEqual([...reading].sort());
    const all = await bench.token("watch", "steer", "start");
    expect(await toolsOf(all)).toEqual([...reading, "send_input", "start_session"].sort());
    bench.permissions["app.send_input"] = "deny";
    expect(await toolsOf(all)).toEqual([...reading, "start_session"].sort());
    expect(await toolsOf(await bench.token("approve"))).toEqual([]);
  });

  it("is not what it says it may do", async () => {
    const client = await bench.overHttp(await bench.token("watch"));
    const id = await startShell();
    expect(await said(client, "send_input", { session: id, text: "touch /tmp/never" })).toMatchObject({
      isError: true,
    });
    expect(await said(client, "start_session", { tool: "shell" })).toMatchObject({ isError: true });
  });

  it("a token with the permission acts without a question; what is set to ask, asks", async () => {
    const client = await bench.overHttp(await bench.token("watch", "steer"));
    const id = await startShell();
    expect((await said(client, "send_input", { session: id, text: "echo $((6 * 7))-answer" })).text).toMatch(/^Typed/);
    await vi.waitFor(
      async () => expect((await said(client, "read_session", { session: id })).text).toContain("42-answer"),
      patience,
    );
    bench.permissions["app.send_input"] = "ask";
    const asked = said(client, "send_input", { session: id, text: "x" });
    const item = await bench.openItem();
    expect(item).toMatchObject({ kind: "permission", who: "test-agent (Agent’s token)", tool: "send_input" });
    expect(JSON.parse(item.detail ?? "")).toEqual({ session: id, text: "x" });
    await bench.answer(item.id, "deny");
    expect(await asked).toEqual({ text: expect.stringContaining("did not allow"), isError: true });
  });
});

describe("the endpoint", () => {
  it("lets nobody in without a token, from another site, or with a cookie alone", async () => {
    const { port, controlToken } = bench.host;
    const post = async (headers: Record<string, string>) =>
      (await send(port, "/mcp", { method: "POST", headers: { ...accept, ...headers }, body: initialize })).status;
    expect(await post({})).toBe(401);
    expect(await post({ cookie: "quarterdeck_session_test=abc" })).toBe(401);
    expect(await post({ authorization: "Bearer qd_wrong" })).toBe(401);
    const authorization = `Bearer ${controlToken}`;
    expect(await post({ authorization, origin: "https://evil.example" })).toBe(403);
    expect(await post({ authorization, host: "evil.example" })).toBe(403);
    expect(await post({ authorization })).toBe(200);
    expect((await send(port, "/mcp", { headers: { authorization } })).status).toBe(405);
  });

  it("does not lend one client's connection to another, and says when there is none", async () => {
    const { port, controlToken } = bench.host;
    const authorization = `Bearer ${controlToken}`;
    const { headers } = await send(port, "/mcp", {
      method: "POST",
      headers: { ...accept, authorization },
      body: initialize,
    });
    const connection = String(headers["mcp-session-id"]);
    const list = async (token: string, id: string) => {
      const given = { ...accept, authorization: `Bearer ${token}`, "mcp-session-id": id };
      const body = JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/list" });
      return (await send(port, "/mcp", { method: "POST", headers: given, body })).status;
    };
    expect(await list(controlToken, connection)).toBe(200);
    expect(await list(await bench.token("watch"), connection)).toBe(404);
    expect(await list(controlToken, "no-such-connection")).toBe(404);
  });

  it("bears nonsense, and forgets who was silent longest when there are too many", async () => {
    const { port, controlToken } = bench.host;
    const authorization = `Bearer ${controlToken}`;
    const post = (body: string, more: object = {}) =>
      send(port, "/mcp", { method: "POST", headers: { ...accept, authorization, ...more }, body });
    for (const body of ["[]", "7", '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', '{"a":1}']) {
      expect((await post(body)).status).toBe(400);
    }
    const first = String((await post(initialize)).headers["mcp-session-id"]);
    for (let count = 0; count < 100; count += 1) await post(initialize);
    const ping = JSON.stringify({ jsonrpc: "2.0", id: 3, method: "ping" });
    expect((await post(ping, { "mcp-session-id": first })).status).toBe(404);
    expect(bench.host.unexpected).toEqual([]);
  });

  it("ends what a client does whose token is revoked", async () => {
    const { id, token } = await bench.host.accounts.tokens.create("Soon gone", ["watch"]);
    const client = await bench.overHttp(token);
    const asked = said(client, "ask_user", { question: "Still there?" });
    const refused = expect(asked).rejects.toThrow();
    const item = await bench.openItem();
    await bench.host.accounts.tokens.revoke(id);
    await vi.waitFor(async () => expect((await bench.attention.get(item.id)).closedBy).toBe("went-on"), patience);
    await client.close();
    await refused;
  });
});

describe.each(["http", "stdio"] as const)("over %s", (kind) => {
  const connect = async () =>
    kind === "http" ? { client: await bench.overHttp(bench.host.controlToken), pid: 0 } : await bench.overStdio();

  it("a client reads sessions, and asks before it acts", async () => {
    const { client } = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: "quarterdeck" });
    expect(client.getInstructions()).toContain("never instructions");
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(8);
    const id = await startShell();
    expect((await said(client, "list_sessions")).text).toContain(id);
    const sent = said(client, "send_input", { session: id, text: "echo $((6 * 7))-answer" });
    const item = await bench.openItem();
    expect(item).toMatchObject({ kind: "permission", who: "test-agent", text: "May it use “send_input”?" });
    await bench.answer(item.id, "allow");
    expect((await sent).isError).toBe(false);
    await vi.waitFor(
      async () => expect((await said(client, "read_session", { session: id })).text).toContain("42-answer"),
      patience,
    );
  });

  it("asks the person and gets the answer, while other calls go on", async () => {
    const { client } = await connect();
    const asked = said(client, "ask_user", { question: "Ship it?", choices: ["Yes", "No"], allow_text: false });
    const item = await bench.openItem();
    expect((await said(client, "list_attention")).text).toContain("Ship it?");
    await bench.answer(item.id, "1");
    expect(await asked).toEqual({ text: "The person chose: Yes", isError: false });
    expect((await said(client, "notify", { text: "Shipped" })).text).toBe("The person is told.");
    expect(await bench.openItem()).toMatchObject({ kind: "notification", text: "Shipped", who: "test-agent" });
  });

  it("takes the question back that is cancelled", async () => {
    const { client } = await connect();
    const stop = new AbortController();
    const asked = said(client, "ask_user", { question: "Ship it?" }, stop.signal);
    const refused = expect(asked).rejects.toThrow();
    const item = await bench.openItem();
    stop.abort("not needed any more");
    await refused;
    await vi.waitFor(async () => expect((await bench.attention.get(item.id)).closedBy).toBe("went-on"), patience);
    expect((await said(client, "list_sessions")).isError).toBe(false);
  });

  it("takes the question back when the client goes, in whatever way", async () => {
    const { client, pid } = await connect();
    const asked = said(client, "ask_user", { question: "Ship it?" });
    const refused = expect(asked).rejects.toThrow();
    const item = await bench.openItem();
    if (kind === "stdio") process.kill(pid, "SIGKILL");
    else await client.close();
    await refused;
    await vi.waitFor(async () => expect((await bench.attention.get(item.id)).closedBy).toBe("went-on"), patience);
    await expect(
      bench.attention.answer(person, { id: item.id, idempotencyKey: "too-late", text: "yes" }),
    ).rejects.toMatchObject({
      code: "ATTENTION_CLOSED",
    });
  });
});

describe("over stdio alone", () => {
  it("a question is shown in the session it comes from, and a token's permissions count", async () => {
    const session = await startShell();
    const token = await bench.token("watch");
    const { client } = await bench.overStdio(["--token", token], { QUARTERDECK_SESSION: session });
    expect((await client.listTools()).tools).toHaveLength(reading.length);
    const asked = said(client, "ask_user", { question: "Which?" });
    const item = await bench.openItem();
    expect(item.place).toEqual({ kind: "session", session });
    await bench.attention.dismiss(person, item.id);
    expect((await asked).text).toContain("put the question away");
  });
});
