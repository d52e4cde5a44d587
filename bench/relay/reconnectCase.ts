import { fileURLToPath } from "node:url";
import { atMost, type BenchCase, exactly, type FigureKind } from "../benchmark.ts";
import { asPhoneSubject, type PhoneHost } from "../hosts/phoneHost.ts";
import { createRandom } from "../network/line.ts";
import type { CutKind, NetworkConditions } from "../network/network.ts";
import { startNetwork } from "../network/startNetwork.ts";
import { followTerminal } from "../phones/followTerminal.ts";
import { openLivePhone } from "../phones/livePhone.ts";
import { goKey, runFile } from "../programs.ts";
import { percentile } from "../statistics.ts";
import { pause, until } from "../waiting.ts";
import { createLineCheck } from "./lineCheck.ts";
import { badNetwork, reachedThrough } from "./overNetwork.ts";

const cutCount = 20;
/** About 20,000 lines a second: a build that floods. */
const floodBytesPerSecond = 2_000_000;
const kinds: readonly CutKind[] = ["reset", "silent"];

const figures: readonly FigureKind[] = [
  { key: "cuts", title: "cuts that were survived", unit: "times", aim: exactly(cutCount, "times") },
  { key: "missing", title: "lines that are missing or broken", unit: "lines", aim: exactly(0, "lines") },
  { key: "repeated", title: "lines that came again", unit: "lines", aim: exactly(0, "lines") },
  { key: "overlap", title: "bytes that were sent again", unit: "bytes", aim: exactly(0, "bytes") },
  { key: "snapshots", title: "snapshots instead of output", unit: "snapshots", aim: exactly(0, "snapshots") },
  { key: "reset50", title: "network back to live, cut with a reset, p50", unit: "ms" },
  { key: "reset99", title: "network back to live, cut with a reset, p99", unit: "ms", aim: atMost(1_000, "ms") },
  { key: "silent50", title: "network back to live, cut silently, p50", unit: "ms" },
  { key: "silent99", title: "network back to live, cut silently, p99", unit: "ms", aim: atMost(1_000, "ms") },
];

/** Cuts in the middle of a flood, half of them noticed at once, half of them by nobody until the network returns. */
export const reconnectCases: readonly BenchCase[] = [
  reconnectCase("reconnect", `${cutCount} cuts in the middle of a flood, every line verified`, {
    roundTripMs: 0,
    loss: 0,
  }),
  reconnectCase(
    "reconnect-far",
    `The same, ${badNetwork.roundTripMs} ms round trip, ${badNetwork.loss * 100} % loss`,
    badNetwork,
  ),
];

function reconnectCase(name: string, title: string, conditions: NetworkConditions): BenchCase {
  return {
    name,
    title,
    figures,
    isComparable: false,
    async run(subject) {
      await using host = await asPhoneSubject(subject).startPhoneHost(1);
      return await survive(host, conditions);
    },
  };
}

async function survive(host: PhoneHost, conditions: NetworkConditions): Promise<Record<string, number>> {
  await using network = await startNetwork(host.port, conditions);
  using wire = await host.connect();
  const program = fileURLToPath(new URL("pacedLines.ts", import.meta.url));
  const { id: session } = await wire.start(runFile(program, String(floodBytesPerSecond)));
  using phone = await openLivePhone(reachedThrough(host.address, network.port));
  const { connection } = phone;
  const lines = createLineCheck();
  let snapshots = 0;
  let overlap = 0;
  let lastOutputAt = 0;
  using follower = followTerminal(connection, {
    session,
    follow: "complete",
    onFrame(frame, received) {
      if (frame.kind !== "output") return;
      lastOutputAt = performance.now();
      overlap += Math.max(0, (received ?? 0) - frame.offset);
    },
    onStep(step, parsed) {
      if (step.kind === "restore") snapshots += 1;
      if (step.kind === "write") lines.add(step.bytes);
      parsed();
    },
  });
  await until(() => follower.isAttached, "attached");
  await until(() => snapshots === 1 || lastOutputAt > 0, "first output");
  const first = snapshots;
  follower.type(goKey);
  await until(() => lines.right > 0, "the flood");

  const random = createRandom(20);
  const times: Record<CutKind, number[]> = { reset: [], silent: [] };
  for (let cut = 0; cut < cutCount; cut += 1) {
    const how = kinds[cut % kinds.length] ?? "reset";
    await pause(200 + random() * 300);
    await network.cut(how);
    await pause(300 + random() * 900);
    await network.mend();
    const mendedAt = performance.now();
    // What a browser tells the page when the network returns; the page does the same.
    connection.wake();
    await until(
      () => connection.state.getState().kind === "live" && follower.isAttached && lastOutputAt > mendedAt,
      `live after cut ${cut + 1}`,
    );
    times[how].push(performance.now() - mendedAt);
  }
  const shown = lines.right;
  await until(() => lines.right > shown, "more of the flood");
  return {
    cuts: times.reset.length + times.silent.length,
    missing: lines.missing + lines.broken,
    repeated: lines.repeated,
    overlap,
    snapshots: snapshots - first,
    reset50: percentile(times.reset, 0.5),
    reset99: percentile(times.reset, 0.99),
    silent50: percentile(times.silent, 0.5),
    silent99: percentile(times.silent, 0.99),
  };
}
