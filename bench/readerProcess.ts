import { fileURLToPath } from "node:url";
import { startHelper } from "./helperProcess.ts";
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
  const helper = startHelper<ReaderRequest, ReaderReply>(fileURLToPath(new URL("reader.ts", import.meta.url)));
  await helper.ask({ kind: "open", address, session, mode });
  return {
    freeze: () => helper.signal("SIGSTOP"),
    thaw: () => helper.signal("SIGCONT"),
    async screenAt(offset) {
      const reply = await helper.ask({ kind: "finish", offset });
      if (reply.kind !== "screen") throw new Error(`Unexpected ${reply.kind}`);
      return reply;
    },
    [Symbol.asyncDispose]: () => helper[Symbol.asyncDispose](),
  };
}
