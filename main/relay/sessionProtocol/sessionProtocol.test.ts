import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { type ProtocolHost, startProtocolHost, ways } from "./protocolTestKit.ts";

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const shell = (line: string) => ({ type: "start_session", tool_name: "shell", args: ["-c", line] });

describe.each(ways)("the plain JSON protocol over $name", ({ way }) => {
  let bench: ProtocolHost;
  beforeAll(async () => {
    bench = await startProtocolHost(way);
  });
  afterAll(() => bench[Symbol.asyncDispose]());

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
      const { session_id } = await owner.ask(
        shell("echo ready; read line; echo got-$line; read end"),
        "session_started",
      );
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
      await vi.waitFor(() => expect(bench.sessions.get(session_id).lastLine).toContain("all-done"), {
        timeout: 40_000,
      });
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
});
