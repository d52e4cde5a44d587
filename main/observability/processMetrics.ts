import { performance } from "node:perf_hooks";
import { Counter, Gauge, type Registry } from "prom-client";

/**
 * The process's own figures, read only when someone asks. The library's default set starts timers and observers of garbage
 * collection at once, which costs start-up time and wakes an idle process.
 */
export function measureProcess(registry: Registry, prefix: string): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) => {
    new Gauge({
      name: `${prefix}process_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge("resident_memory_bytes", "Memory held by the process", () => process.memoryUsage.rss());
  gauge("heap_used_bytes", "Memory used by JavaScript objects", () => process.memoryUsage().heapUsed);
  gauge("uptime_seconds", "Time since the process began", () => process.uptime());
  let lastUtilization = performance.eventLoopUtilization();
  gauge("event_loop_utilization", "How busy the event loop was since the last reading, from 0 to 1", () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, lastUtilization);
    lastUtilization = now;
    return utilization;
  });
  new Counter({
    name: `${prefix}process_cpu_seconds_total`,
    help: "Processor time used",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}
