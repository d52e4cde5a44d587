import { writeSync } from "node:fs";
import { openSessionsBench } from "./testing.ts";

// Run as a process of its own by survival.test.ts, which kills it: a host with sessions that print and never end.
const bench = await openSessionsBench();
const interactive = await bench.sessions.start({ tool: "shell", folder: "/tmp" });
await bench.sessions.sendInput(interactive.id, "sleep 4000 & echo started\n", false);
const flooding = await bench.sessions.start({
  tool: "shell",
  folder: "/tmp",
  arguments: ["-c", "trap '' HUP TERM; i=0; while :; do i=$((i+1)); echo number $i; done"],
});
const tell = (): void => {
  const { endOffset, pid } = bench.sessions.get(flooding.id);
  const pids = [pid, bench.sessions.get(interactive.id).pid];
  writeSync(
    1,
    `${JSON.stringify({ folder: bench.folder, flooding: flooding.id, interactive: interactive.id, endOffset, pids })}\n`,
  );
};
setInterval(tell, 20);
