import { spawn } from "node:child_process";

/**
 * A scripted agent for tests, run in a session: it asks permission through the real hook command, shows a prompt of its own beside it, and goes on
 * with whichever is answered first. Like Claude Code it lets a hook that came too late be. `node testAgent.ts <payload JSON>`
 */
const [payload = "{}"] = process.argv.slice(2);
const command = process.env.QUARTERDECK_HOOK_COMMAND ?? "";
const hook = spawn("sh", ["-c", `exec ${command} agent PermissionRequest`], { stdio: ["pipe", "pipe", "inherit"] });
let printed = "";
let isOver = false;
const goOn = (how: string): void => {
  if (isOver) return;
  isOver = true;
  process.stdout.write(`WENT ON: ${how}\r\n`);
};
hook.stdout.on("data", (bytes: Buffer) => {
  printed += bytes.toString();
});
hook.once("close", (code) => {
  if (printed !== "") goOn(`hook ${code} ${printed}`);
  else process.stdout.write(`HOOK OVER ${code}\r\n`);
});
hook.stdin.end(payload);
process.stdin.setRawMode(true);
process.stdin.on("data", (key) => goOn(`terminal ${key}`));
process.stdout.write(`ASKING, hook is ${hook.pid}\r\nProceed? [y/n] `);
