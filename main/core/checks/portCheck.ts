import { createServer } from "node:net";
import { type Finding, failed, ok } from "./finding.ts";

export interface ListenerToCheck {
  readonly host: string;
  readonly port: number;
  readonly isOurs: boolean;
}

/** Whether the listener is open, or could be opened. */
export async function checkPort(
  { host, port, isOurs }: ListenerToCheck,
  describeListener: (port: number) => Promise<string | null>,
): Promise<Finding> {
  if (isOurs) return ok(`Listening on ${host}, port ${port}`);
  if (port === 0) return ok("Any free port will be taken");
  const problem = await tryListening(host, port);
  if (problem === null) return ok(`Port ${port} on ${host} is free`);
  if (problem !== "EADDRINUSE")
    return failed(
      `Listening on ${host}, port ${port} fails: ${problem}`,
      "Choose another address or port with --host and --port.",
    );
  const who = (await describeListener(port)) ?? "another process";
  return failed(`Port ${port} on ${host} is in use by ${who}`, "End that process, or choose another port with --port.");
}

/** The system's code for why not; null if it works. */
async function tryListening(host: string, port: number): Promise<string | null> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen({ host, port }, () => server.close(() => resolve(null)));
  return await promise;
}
