import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { upgrade } from "../testClient.ts";
import { openClient, type ProtocolHost, startProtocolHost } from "./protocolTestKit.ts";

const unknownId = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const shell = (line: string) => ({ type: "start_session", tool_name: "shell", args: ["-c", line] });

let bench: ProtocolHost;
beforeAll(async () => {
  bench = await startProtocolHost();
});
afterAll(() => bench[Symbol.asyncDispose]());

async function stopAll(): Promise<void> {
  for (const { id, status } of bench.sessions.list()) {
    // A program that cannot work here may end by itself meanwhile.
    if (status === "running") await bench.sessions.stop(id).catch(expectEnded);
  }
}

function expectEnded(error: unknown): void {
  expect(error).toMatchObject({ code: "SESSION_NOT_RUNNING" });
}

describe("messages", () => {
  it("answers ping, and lists with an empty data field and any unknown one", async () => {
    const client = await bench.connect("watch");
    expect(await client.ask({ type: "ping" }, "pong")).toEqual({ type: "pong", timestamp: isoTime });
    const list = { type: "list_sessions", data: {}, csrf_token: "x", later: [1] };
    expect(await client.ask(list, "sessions_list")).toEqual({ type: "sessions_list", sessions: [], count: 0 });
    client.socket.close();
  });

  it("starts, shows, types into, stops, restarts and deletes a session", async () => {
    const client = await bench.connect("admin");
    const start = { type: "start_session", tool_name: " SHELL ", args: ["--norc"] };
    const started = await client.ask(start, "session_started");
    const id: string = started.session_id;
    expect(started).toEqual({ type: "session_started", session_id: id, tool_name: "shell", status: "running" });
    const { sessions, count } = await client.ask({ type: "list_sessions" }, "sessions_list");
    expect(count).toBe(1);
    expect(sessions).toEqual([
      {
        session_id: id,
        tool_name: "shell",
        status: "running",
        created_at: isoTime,
        started_at: isoTime,
        args: ["--norc"],
        pid: expect.any(Number),
        exit_code: null,
      },
    ]);
    const command = { type: "send_command", session_id: id, command: "echo $((6*7))-answer" };
    expect(await client.ask(command, "command_sent")).toEqual({ ...command, type: "command_sent", status: "sent" });
    await client.untilOutput(id, "42-answer");
    const input = { type: "send_input", session_id: id, input: "echo wörld-$((1+1))\r" };
    expect(await client.ask(input, "input_sent")).toEqual({
      type: "input_sent",
      session_id: id,
      status: "sent",
      bytes: Buffer.byteLength(input.input),
    });
    await client.untilOutput(id, "wörld-2");
    expect(await client.ask({ type: "stop_session", session_id: id }, "session_stopped")).toEqual({
      type: "session_stopped",
      session_id: id,
      status: "stopped",
    });
    expect((await client.ask({ type: "list_sessions" }, "sessions_list")).count).toBe(0);
    const again = await client.ask({ type: "restart_session", session_id: id }, "session_started");
    expect(again).toEqual(started);
    await client.ask({ type: "stop_session", session_id: id }, "session_stopped");
    expect(await client.ask({ type: "delete_session", session_id: id }, "session_deleted")).toEqual({
      type: "session_deleted",
      session_id: id,
    });
    expect(bench.sessions.list()).toEqual([]);
    client.socket.close();
  });

  it("pushes what a session that it reads prints, its screen first", async () => {
    const owner = await bench.connect("admin");
    const { session_id } = await owner.ask(shell("echo ready; read line; echo got-$line; read end"), "session_started");
    await owner.untilOutput(session_id, "ready");
    const watcher = await bench.connect("watch");
    const pushes: unknown[] = [];
    watcher.listeners.add((message) => pushes.push(message));
    watcher.send({ type: "read_output", session_id });
    await watcher.untilOutput(session_id, "ready");
    expect(pushes[0]).toEqual({
      type: "output",
      session_id,
      output: expect.stringContaining("\x1bc"),
      timestamp: isoTime,
      fresh: true,
    });
    owner.send({ type: "send_command", session_id, command: "it" });
    await watcher.untilOutput(session_id, "got-it");
    watcher.send({ type: "read_output", session_id });
    await vi.waitFor(() => expect(pushes.filter((push) => Object(push).fresh === true)).toHaveLength(2));
    await owner.ask({ type: "stop_session", session_id }, "session_stopped");
    for (const { socket } of [owner, watcher]) socket.close();
  });

  it("never tears a character whose bytes are printed apart", async () => {
    const client = await bench.connect("admin");
    const line = "printf 'a\\xe4'; read x; printf '\\xbd'; read x; printf '\\xa0z'; read x";
    const { session_id } = await client.ask(shell(`stty -echo; ${line}`), "session_started");
    await client.untilOutput(session_id, "a");
    for (let count = 0; count < 2; count += 1) {
      await client.ask({ type: "send_command", session_id, command: "" }, "command_sent");
    }
    await client.untilOutput(session_id, "z");
    expect(client.output(session_id)).toContain(`a${Buffer.from([0xe4, 0xbd, 0xa0]).toString()}z`);
    expect(client.output(session_id)).not.toContain("\ufffd");
    await client.ask({ type: "stop_session", session_id }, "session_stopped");
    client.socket.close();
  });

  it("brings a client that did not read up to date with a fresh screen, having held little for it", async () => {
    const client = await bench.connect("admin");
    let bytes = 0;
    let fresh = 0;
    client.listeners.add((message) => {
      bytes += String(message.output ?? "").length;
      if (message.fresh === true) fresh += 1;
    });
    const size = 48_000_000;
    const { session_id } = await client.ask(
      shell(`read go; yes 0123456789012345678901234567890123456789 | head -c ${size}; echo; echo all-done; read end`),
      "session_started",
    );
    await client.ask({ type: "send_command", session_id, command: "go" }, "command_sent");
    client.socket.pause();
    await vi.waitFor(() => expect(bench.sessions.get(session_id).lastLine).toContain("all-done"), { timeout: 40_000 });
    client.socket.resume();
    await client.untilOutput(session_id, "all-done");
    expect(fresh).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(size / 2);
    await client.ask({ type: "stop_session", session_id }, "session_stopped");
    client.socket.close();
  }, 60_000);
});

describe("a client that asks without reading", () => {
  it("is cut off with the reason, before much waits for it", async () => {
    const client = await bench.connect("admin");
    const args = ["-c", "read end", ...Array.from({ length: 100 }, () => "x".repeat(8192))];
    const { session_id } = await client.ask({ type: "start_session", tool_name: "shell", args }, "session_started");
    const close = vi.spyOn(WebSocket.prototype, "close");
    client.socket.pause();
    for (let count = 0; count < 40; count += 1) client.send({ type: "list_sessions" });
    const reason = "The client does not read what it is sent";
    await vi.waitFor(() => expect(close).toHaveBeenCalledWith(4008, reason), { timeout: 5_000 });
    close.mockRestore();
    client.socket.resume();
    expect(await client.closed).toEqual({ code: 4008, reason });
    expect(client.received.length).toBeLessThan(40);
    await bench.sessions.stop(session_id);
    await bench.sessions.delete(session_id);
  });
});

describe("errors", () => {
  it("says what is wrong with a message", async () => {
    const client = await bench.connect("admin");
    const fail = async (message: object | string) => await client.ask(message, "error");
    const known = (code: number, error_name: string, context: object = {}) => ({
      type: "error",
      message: expect.any(String),
      code,
      error_name,
      ...context,
    });
    expect(await fail({ type: "fly" })).toEqual({
      ...known(400, "INVALID_MESSAGE_TYPE", { message_type: "fly" }),
      message: "Unknown message type: fly",
    });
    expect(await fail({ type: 5 })).toEqual(known(400, "INVALID_MESSAGE_TYPE", { message_type: "5" }));
    const invalid = { ...known(400, "INVALID_JSON"), message: "Invalid JSON format" };
    for (const frame of ["{", "[]", "null", "7", ""]) expect(await fail(frame)).toEqual(invalid);
    client.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect(await client.next("error")).toEqual(invalid);
    expect(await fail({})).toEqual(known(400, "MISSING_FIELD", { field: "type" }));
    const missing = [
      [{ type: "start_session" }, "tool_name"],
      [{ type: "start_session", tool_name: null }, "tool_name"],
      ...["stop_session", "delete_session", "restart_session", "read_output", "send_input", "send_command"].map(
        (type) => [{ type }, "session_id"] as const,
      ),
      [{ type: "send_input", session_id: unknownId }, "input"],
      [{ type: "send_command", session_id: unknownId }, "command"],
    ] as const;
    for (const [message, field] of missing) {
      expect(await fail(message)).toEqual({
        ...known(400, "MISSING_FIELD", { field }),
        message: `Missing required field: ${field}`,
      });
    }
    for (const session_id of ["../x", "-".repeat(36), unknownId.toUpperCase()]) {
      expect(await fail({ type: "stop_session", session_id })).toEqual(
        known(400, "INVALID_SESSION_ID", { session_id }),
      );
    }
    const wrong = [
      [{ type: "start_session", tool_name: "shell", args: "x" }, "args"],
      [{ type: "start_session", tool_name: 7 }, "tool_name"],
      [{ type: "send_input", session_id: unknownId, input: 7 }, "input"],
      [{ type: "send_input", session_id: unknownId, input: "x".repeat(65_536) }, "input"],
    ] as const;
    for (const [message, field] of wrong) expect(await fail(message)).toEqual(known(422, "VALIDATION", { field }));
    expect(await fail({ type: "authenticate", token: "again" })).toEqual(known(422, "VALIDATION"));
    const long = await fail({ type: "x".repeat(100_000) });
    expect(long.message.length).toBeLessThanOrEqual(500);
    client.socket.close();
  });

  it("says which tools there are, and leaves no session behind where a program is missing", async () => {
    const client = await bench.connect("admin");
    const start = async (tool_name: string) => await client.ask({ type: "start_session", tool_name }, "error");
    for (const tool_name of ["emacs", "-rf", "../../bin/sh", "", "x".repeat(51)]) {
      expect(await start(tool_name)).toEqual({
        type: "error",
        message: `Invalid tool_name: ${tool_name}`,
        code: 400,
        error_name: "UNKNOWN_TOOL",
        tool_name,
        valid_tools: expect.arrayContaining(["claude", "droid", "shell", "missing"]),
      });
    }
    expect(await start("Missing")).toEqual({
      type: "error",
      message: "Tool execution failed: executable not found: no-such-program",
      code: 500,
      error_name: "TOOL_NOT_INSTALLED",
      tool_name: "missing",
      error: "executable not found: no-such-program",
      exit_code: null,
    });
    // Both spellings are the one tool: whether it is installed here or not, it is not unknown.
    for (const tool_name of ["droid", "factroydroid", "FactoryDroid"]) {
      client.send({ type: "start_session", tool_name });
      const answer = await Promise.race([client.next("error"), client.next("session_started")]);
      expect(answer).toMatchObject({ tool_name: "droid" });
      expect(answer.code ?? 500).toBe(500);
    }
    const before = bench.sessions.list().length;
    await start("missing");
    expect(bench.sessions.list()).toHaveLength(before);
    await stopAll();
    client.socket.close();
  });

  it("refuses what a session's state does not allow", async () => {
    const client = await bench.connect("admin");
    const fail = async (type: string, session_id: string, more: object = {}) =>
      await client.ask({ type, session_id, ...more }, "error");
    const all = [
      ["stop_session"],
      ["delete_session"],
      ["restart_session"],
      ["read_output"],
      ["send_input", { input: "x" }],
      ["send_command", { command: "x" }],
    ] as const;
    for (const [type, more] of all) {
      expect(await fail(type, unknownId, more)).toMatchObject({
        code: 404,
        error_name: "SESSION_NOT_FOUND",
        session_id: unknownId,
      });
    }
    const { session_id } = await client.ask(shell("read end"), "session_started");
    const running = { code: 409, error_name: "SESSION_ALREADY_RUNNING", session_id };
    expect(await fail("delete_session", session_id)).toMatchObject(running);
    expect(await fail("restart_session", session_id)).toMatchObject(running);
    bench.limits.maximum = 1;
    expect(await client.ask(shell("true"), "error")).toMatchObject({
      message: "Maximum sessions exceeded: 1/1",
      code: 429,
      error_name: "TOO_MANY_SESSIONS",
      current: 1,
      max_sessions: 1,
    });
    bench.limits.maximum = 100;
    await client.ask({ type: "stop_session", session_id }, "session_stopped");
    const stopped = { code: 409, error_name: "SESSION_NOT_RUNNING", session_id };
    expect(await fail("stop_session", session_id)).toMatchObject(stopped);
    expect(await fail("send_input", session_id, { input: "x" })).toMatchObject(stopped);
    await client.ask({ type: "delete_session", session_id }, "session_deleted");
    client.socket.close();
  });

  it("asks for the permission that each message needs", async () => {
    const owner = await bench.connect("admin");
    const { session_id } = await owner.ask(shell("read end"), "session_started");
    const watcher = await bench.connect("watch");
    const starter = await bench.connect("start");
    const refused = [
      [watcher, { type: "start_session", tool_name: "shell" }, "start"],
      [watcher, { type: "start_session", tool_name: "-not-a-key" }, "start"],
      [watcher, { type: "restart_session", session_id }, "start"],
      [watcher, { type: "delete_session", session_id }, "start"],
      [watcher, { type: "stop_session", session_id }, "steer"],
      [watcher, { type: "send_input", session_id, input: "x" }, "steer"],
      [watcher, { type: "send_command", session_id, command: "x" }, "steer"],
      [starter, { type: "list_sessions" }, "watch"],
      [starter, { type: "read_output", session_id }, "watch"],
    ] as const;
    for (const [client, message, scope] of refused) {
      expect(await client.ask(message, "error")).toMatchObject({ code: 403, error_name: "FORBIDDEN", scope });
    }
    const own = await starter.ask(shell("echo secret; read end"), "session_started");
    await vi.waitFor(() => expect(bench.sessions.get(own.session_id).lastLine).toContain("secret"));
    await starter.ask({ type: "ping" }, "pong");
    expect(starter.output(own.session_id)).toBe("");
    await stopAll();
    for (const { socket } of [owner, watcher, starter]) socket.close();
  });

  it("tells nothing of an unexpected failure but where it stands in the log", async () => {
    const client = await bench.connect("watch");
    const list = vi.spyOn(bench.sessions, "list").mockImplementation(() => {
      throw new TypeError("/home/mei/.ssh/id_rsa");
    });
    const failure = await client.ask({ type: "list_sessions" }, "error");
    list.mockRestore();
    expect(failure).toMatchObject({ code: 500, error_name: "INTERNAL", correlation_id: expect.any(String) });
    expect(JSON.stringify(failure)).not.toContain("id_rsa");
    client.socket.close();
  });

  it("limits the messages it works on at once", async () => {
    await using own = await startProtocolHost({ rates: { control: { capacity: 1000, perSecond: 1 } } });
    const client = await own.connect("admin");
    const { session_id } = await client.ask(
      shell("trap '' TERM; echo set; while :; do read x; done"),
      "session_started",
    );
    await client.untilOutput(session_id, "set");
    for (let count = 0; count < 65; count += 1) client.send({ type: "stop_session", session_id });
    expect(await client.next("error")).toMatchObject({ code: 429, error_name: "RATE_LIMITED", limit: 64 });
    await client.next("session_stopped");
    client.socket.close();
  });
});

describe("the way in", () => {
  it("takes clients without an Origin or with ours, and no foreign page", async () => {
    const own = `127.0.0.1:${bench.host.port}`;
    const ask = (headers: Record<string, string>) => upgrade(bench.host.port, "/ws", { host: own, ...headers });
    expect(await ask({})).toBe(101);
    expect(await ask({ origin: `http://${own}` })).toBe(101);
    expect(await ask({ origin: "http://evil.com" })).toBe(403);
    expect(await ask({ origin: "null" })).toBe(403);
    expect(await ask({ host: `evil.com:${bench.host.port}` })).toBe(403);
  });

  it("closes with 4001 where the first frame carries no valid token", async () => {
    const frames = [{ type: "ping" }, { type: "authenticate" }, { type: "authenticate", token: 5 }];
    for (const frame of [...frames, { type: "authenticate", token: "qd_wrong" }]) {
      const client = await openClient(bench.host.port);
      client.send(frame);
      client.send({ type: "list_sessions" });
      expect(await client.next("error")).toMatchObject({ code: 401, error_name: "UNAUTHENTICATED" });
      expect((await client.closed).code).toBe(4001);
      expect(client.received).toEqual([]);
    }
    const client = await openClient(bench.host.port);
    client.send("{");
    expect(await client.next("error")).toMatchObject({ code: 400, error_name: "INVALID_JSON" });
    expect((await client.closed).code).toBe(4001);
  });

  it("takes the token in any first message, and frames that come right behind it", async () => {
    const token = await bench.tokenFor("watch");
    const first = await openClient(bench.host.port);
    expect(await first.ask({ type: "list_sessions", token }, "sessions_list")).toMatchObject({ count: 0 });
    const eager = await openClient(bench.host.port);
    eager.send({ type: "authenticate", token });
    eager.send({ type: "ping" });
    expect(await eager.next("auth_success")).toEqual({
      type: "auth_success",
      message: "Authenticated",
      user_id: expect.any(String),
      username: "script",
      scopes: ["watch"],
    });
    await eager.next("pong");
    for (const { socket } of [first, eager]) socket.close();
  });

  it("ends who sends too much before it has authenticated, or a frame that is too large after it", async () => {
    const stranger = await openClient(bench.host.port);
    stranger.send({ type: "authenticate", token: "x".repeat(70_000) });
    expect((await stranger.closed).code).toBe(1009);
    const client = await bench.connect("watch");
    client.send({ type: "ping", padding: "x".repeat(200_000) });
    await client.next("pong");
    client.send({ type: "ping", padding: "x".repeat(1_048_576) });
    expect((await client.closed).code).toBe(1009);
  });

  it("ends the connections of a token that is revoked at once, and no others", async () => {
    const { id, token } = await bench.host.accounts.tokens.create("short", ["admin"]);
    const client = await openClient(bench.host.port);
    await client.ask({ type: "authenticate", token }, "auth_success");
    const other = await bench.connect("watch");
    await bench.host.accounts.tokens.revoke(id);
    client.send({ type: "start_session", tool_name: "shell" });
    expect(await client.closed).toEqual({ code: 4001, reason: "The token was revoked" });
    expect((await other.ask({ type: "list_sessions" }, "sessions_list")).count).toBe(0);
    other.socket.close();
  });
});

describe("limits of their own host", () => {
  it("ends who does not authenticate in time", async () => {
    await using own = await startProtocolHost({ authenticateWithinMs: 50 });
    const client = await openClient(own.host.port);
    expect(await client.next("error")).toMatchObject({ code: 401 });
    expect(await client.closed).toEqual({ code: 4001, reason: "Authentication timed out" });
  });

  it("shares the limit on connections, counts failures, and says goodbye when it stops", async () => {
    const own = await startProtocolHost();
    const token = await own.tokenFor("watch");
    const clients = [];
    for (let count = 0; count < 100; count += 1) {
      const client = await openClient(own.host.port);
      await client.ask({ type: "authenticate", token }, "auth_success");
      clients.push(client);
    }
    expect(own.host.connectionCount).toBe(100);
    const late = await openClient(own.host.port);
    expect(await late.ask({ type: "authenticate", token }, "error")).toMatchObject({
      message: "Maximum connections exceeded: 100/100",
      code: 429,
      error_name: "TOO_MANY_CONNECTIONS",
      current: 100,
      max_connections: 100,
    });
    expect((await late.closed).code).toBe(1013);
    clients[0]?.socket.close();
    await expect.poll(() => own.host.connectionCount).toBe(99);
    for (let attempt = 0; attempt < 31; attempt += 1) {
      const guesser = await openClient(own.host.port);
      guesser.send({ type: "authenticate", token: "qd_wrong" });
      expect((await guesser.closed).code).toBe(4001);
    }
    const limited = await openClient(own.host.port);
    expect(await limited.ask({ type: "authenticate", token }, "error")).toMatchObject({
      code: 429,
      error_name: "RATE_LIMITED",
      retry_after_ms: expect.any(Number),
    });
    await own[Symbol.asyncDispose]();
    expect((await clients[1]?.closed)?.code).toBe(1001);
  }, 30_000);
});
