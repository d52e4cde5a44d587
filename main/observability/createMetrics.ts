import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";
import { measureProcess } from "./processMetrics.ts";

/** How many sessions of a tool have a status now. */
export interface SessionCount {
  readonly tool: string;
  readonly status: string;
  readonly count: number;
}

/** What is asked for when someone reads the metrics, so that it costs nothing until then. */
export interface MetricSources {
  readonly sessions?: () => Iterable<SessionCount>;
  /** Live connections by kind, as in `{ browser: 2 }`. */
  readonly connections?: () => Readonly<Record<string, number>>;
}

/** What is counted while it happens. */
export interface Metrics {
  countError(code: ErrorCode): void;
  /** A session began or ended: `started`, `exited`, `failed` … */
  countSession(tool: string, event: string): void;
  countConnection(kind: string, event: "opened" | "closed" | "refused"): void;
  /** Bytes from the tools (`out`) or to them (`in`). */
  countTerminalBytes(direction: "in" | "out", bytes: number): void;
  /** An item was `raised`, `answered` or `closed`, or on a surface `delivered` or `failed`. */
  countAttention(event: string, surface: string): void;
  /** `model` is an alias's key; `code` is `OK`, `STOPPED`, or that of the error it ended with. */
  observeModelCall(model: string, code: string, durationMs: number): void;
  /** `call` is the contract's name, as in `sessions.start`, never an address with ids in it; `code` is an error's, or `OK`. */
  observeRequest(call: string, code: string, durationMs: number): void;
  /** Says where the numbers come from that are asked for at reading time; what was said before stays. */
  use(sources: MetricSources): void;
  /** The text Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
}

const prefix = "quarterdeck_";
/** In seconds: from a call that only looks something up to one that waits for a tool to end. */
const durationBuckets = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
/** In seconds: from a local model's word to an answer with much thought. */
const answerBuckets = [0.25, 1, 4, 15, 60, 240];

/** Metrics with a registry of their own, so that several cores in one process (as in tests) do not meet. */
export function createMetrics(initial: MetricSources = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  let sources = initial;
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `${prefix}${name}`, help, labelNames, registers });

  const errors = counter("errors_total", "Errors answered to callers or logged, by code", ["code"]);
  const sessionEvents = counter("session_events_total", "Sessions that began or ended", ["tool", "event"]);
  const connectionEvents = counter("connection_events_total", "Connections opened, closed and refused", [
    "kind",
    "event",
  ]);
  const terminalBytes = counter("terminal_bytes_total", "Bytes from and to the tools", ["direction"]);
  const attentionEvents = counter("attention_events_total", "What became of attention items, and on which surface", [
    "event",
    "surface",
  ]);
  const requests = new Histogram({
    name: `${prefix}request_duration_seconds`,
    help: "Time a call took",
    labelNames: ["call", "code"],
    buckets: durationBuckets,
    registers,
  });
  const modelCalls = new Histogram({
    name: `${prefix}model_answer_seconds`,
    help: "Time a model's answer took, with all attempts",
    labelNames: ["model", "code"],
    buckets: answerBuckets,
    registers,
  });
  gauge("sessions", "Sessions by tool and status", ["tool", "status"], (set) => {
    for (const { tool, status, count } of sources.sessions?.() ?? []) set({ tool, status }, count);
  });
  gauge("connections", "Live connections", ["kind"], (set) => {
    for (const [kind, count] of Object.entries(sources.connections?.() ?? {})) set({ kind }, count);
  });
  measureProcess(registry, prefix);

  function gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: (set: (labels: Record<Label, string>, value: number) => void) => void,
  ): void {
    new Gauge({
      name: `${prefix}${name}`,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        // What is no longer there must not keep its last value.
        this.reset();
        collect((labels, value) => this.set(labels, value));
      },
    });
  }

  return {
    countError: (code) => errors.inc({ code }),
    countSession: (tool, event) => sessionEvents.inc({ tool, event }),
    countConnection: (kind, event) => connectionEvents.inc({ kind, event }),
    countTerminalBytes: (direction, bytes) => terminalBytes.inc({ direction }, bytes),
    countAttention: (event, surface) => attentionEvents.inc({ event, surface }),
    observeModelCall: (model, code, durationMs) => modelCalls.observe({ model, code }, durationMs / 1000),
    observeRequest: (call, code, durationMs) => requests.observe({ call, code }, durationMs / 1000),
    use: (more) => {
      sources = { ...sources, ...more };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
