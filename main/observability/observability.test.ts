import { describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { createHealth } from "./createHealth.ts";
import { createMetrics } from "./createMetrics.ts";
import { type Log, silentLog } from "./log.ts";
import { toAppError } from "./toAppError.ts";

describe("metrics", () => {
  it("count what happened under our own prefix", async () => {
    const metrics = createMetrics();
    metrics.countError("SESSION_NOT_FOUND");
    metrics.countError("SESSION_NOT_FOUND");
    metrics.countSession("claude-code", "started");
    metrics.countConnection("browser", "opened");
    metrics.countTerminalBytes("out", 1500);
    metrics.observeRequest("sessions.list", "OK", 3);
    const text = await metrics.text();
    expect(text).toContain('quarterdeck_errors_total{code="SESSION_NOT_FOUND"} 2');
    expect(text).toContain('quarterdeck_session_events_total{tool="claude-code",event="started"} 1');
    expect(text).toContain('quarterdeck_connection_events_total{kind="browser",event="opened"} 1');
    expect(text).toContain('quarterdeck_terminal_bytes_total{direction="out"} 1500');
    expect(text).toContain('quarterdeck_request_duration_seconds_bucket{le="0.005",call="sessions.list",code="OK"} 1');
    expect(text).toContain('quarterdeck_request_duration_seconds_bucket{le="0.001",call="sessions.list",code="OK"} 0');
    expect(
      text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("quarterdeck_")),
    ).toEqual([]);
  });

  it("ask for what is now, and forget what is gone", async () => {
    const sessions = [{ tool: "shell", status: "running", count: 2 }];
    const metrics = createMetrics({ sessions: () => sessions });
    metrics.use({ connections: () => ({ browser: 3 }) });
    const text = await metrics.text();
    expect(text).toContain('quarterdeck_sessions{tool="shell",status="running"} 2');
    expect(text).toContain('quarterdeck_connections{kind="browser"} 3');
    sessions.length = 0;
    expect(await metrics.text()).not.toContain('quarterdeck_sessions{tool="shell"');
  });

  it("tell the process's own figures, and are apart from those of another core", async () => {
    const one = createMetrics();
    const other = createMetrics();
    one.countError("TIMEOUT");
    const text = await other.text();
    expect(text).not.toContain("TIMEOUT");
    expect(Number(/process_resident_memory_bytes (\d+)/.exec(text)?.[1])).toBeGreaterThan(10_000_000);
    const cpu = async () => Number(/process_cpu_seconds_total ([\d.]+)/.exec(await other.text())?.[1]);
    expect(await cpu()).toBeCloseTo(process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6, 0);
  });
});

describe("health", () => {
  it("is ready only between start and stop, while every check passes", async () => {
    const health = createHealth();
    expect((await health.readiness()).isReady).toBe(false);
    health.setState("ready");
    expect(await health.readiness()).toEqual({ isReady: true, state: "ready", checks: {} });
    const database = health.addCheck("database", () => {
      throw new AppError("STORAGE_FAILED", { message: "/home/someone/secret" });
    });
    health.addCheck("relay", async () => {});
    expect(await health.readiness()).toEqual({
      isReady: false,
      state: "ready",
      checks: { database: "failed (STORAGE_FAILED)", relay: "ok" },
    });
    database[Symbol.dispose]();
    expect((await health.readiness()).isReady).toBe(true);
    health.setState("stopping");
    expect((await health.readiness()).isReady).toBe(false);
    expect(health.liveness().status).toBe("ok");
  });

  it("does not wait for a check that hangs", async () => {
    const health = createHealth({ timeoutMs: 10 });
    health.setState("ready");
    health.addCheck("stuck", () => new Promise(() => {}));
    expect(await health.readiness()).toMatchObject({ isReady: false, checks: { stuck: "no answer" } });
  });
});

describe("an unexpected error", () => {
  it("is logged with its context and becomes an opaque one that leads to the log", () => {
    const error = vi.fn();
    const ids: unknown[] = [];
    const log: Log = {
      ...silentLog,
      child: ({ correlationId }) => {
        ids.push(correlationId);
        return { ...silentLog, error };
      },
    };
    const countError = vi.fn();
    const thrown = new TypeError("x is not a function");
    const result = toAppError(thrown, { log, countError, context: { call: "sessions.start" } });
    expect(result).toMatchObject({ code: "INTERNAL", details: { correlationId: ids[0] } });
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(result.toShape())).not.toContain("not a function");
    expect(error).toHaveBeenCalledWith(expect.any(String), { call: "sessions.start", error: thrown });
    expect(countError).toHaveBeenCalledExactlyOnceWith("INTERNAL");
  });

  it("is not what an AppError is: that one is passed on and counted under its own code", () => {
    const countError = vi.fn();
    const expected = new AppError("TIMEOUT");
    expect(toAppError(expected, { log: silentLog, countError })).toBe(expected);
    expect(countError).toHaveBeenCalledExactlyOnceWith("TIMEOUT");
  });
});
