import { fork } from "node:child_process";
import { once } from "node:events";
import { atExit } from "./atExit.ts";

/** A process that does a part of the benchmark. */
export interface HelperProcess<Request, Reply> extends AsyncDisposable {
  /** One question at a time. Rejects if the process ends first. */
  ask(request: Request): Promise<Reply>;
  /** Stops and continues the whole process. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
}

/** Starts one of our files, which answers each message with one. Disposing kills it. */
export function startHelper<Request extends object, Reply>(file: string): HelperProcess<Request, Reply> {
  const child = fork(file, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const stray = atExit(() => child.kill("SIGKILL"));
  return {
    ask(request) {
      const answer = Promise.withResolvers<Reply>();
      const failed = (code: number | null) => answer.reject(new Error(`${file} ended with ${code}`));
      child.once("exit", failed);
      child.once("message", (reply: Reply) => {
        child.off("exit", failed);
        answer.resolve(reply);
      });
      child.send(request);
      return answer.promise;
    },
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      stray[Symbol.dispose]();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
