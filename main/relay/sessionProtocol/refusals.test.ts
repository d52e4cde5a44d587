import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ProtocolHost, startProtocolHost, ways } from "./protocolTestKit.ts";

const unknownId = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
const shell = (line: string) => ({ type: "start_session", tool_name: "shell", args: ["-c", line] });

describe.each(ways)("what the plain JSON protocol refuses over $name", ({ way }) => {
  let bench: ProtocolHost;
  beforeAll(async () => {
    bench = await startProtocolHost(way);
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
      for (const tool_name of ["droid", "factroydroid", "FactoryDroid", " FACTROYDROID "]) {
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
      await using own = await startProtocolHost({ ...way, rates: { control: { capacity: 1000, perSecond: 1 } } });
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
});
