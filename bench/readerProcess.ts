import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { atExit } from "./atExit.ts";
import type { HostAddress } from "./hosts/host.ts";
import type { ReaderReply, ReaderRequest } from "./readerMessages.ts";

/** A viewer in a process of its own. */
export interface ReaderProcess extends AsyncDisposable {
  /** Stops the whole process, as a suspended laptop or a frozen tab would: nothing is read, nothing acknowledged. */
  freeze(): void;
  thaw(): void;
  /** Its screen once everything before `offset` is on it. */
  screenAt(offset: number): Promise<ReaderReply & { kind: "screen" }>;
}

/** Starts a reader and waits until it is attached. */
export async function startReader(
  address: HostAddress,
  session: string,
  mode: "drain" | "screen",
): Promise<ReaderProcess> {
  const child = fork(fileURLToPath(new URL("reader.ts", import.meta.url)), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const stray = atExit(() => child.kill("SIGKILL"));
  const ask = (request: ReaderRequest): Promise<ReaderReply> => {
    const answer = Promise.withResolvers<ReaderReply>();
    const failed = (code: number | null) => answer.reject(new Error(`The reader ended with ${code}`));
    child.once("exit", failed);
    child.once("message", (reply: ReaderReply) => {
      child.off("exit", failed);
      answer.resolve(reply);
    });
    child.send(request);
    return answer.promise;
  };
  const reader: ReaderProcess = {
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    async screenAt(offset) {
      const reply = await ask({ kind: "finish", offset });
      if (reply.kind !== "screen") throw new Error(`Unexpected ${reply.kind}`);
      return reply;
    },
    async [Symbol.asyncDispose]() {
      stray[Symbol.dispose]();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
  await ask({ kind: "open", address, session, mode });
  return reader;
}
