import type { Connection } from "#main/commandLine/client.ts";
import type { HistoryRow } from "#shared/contract/history.ts";
import { decodeServerFrame, encodeFrame } from "#shared/terminal/frames.ts";
import { benchSize, type Viewer, type ViewerOptions, type Wire } from "./host.ts";

/** What a benchmark does over one link to a Quarterdeck host. */
export function wireOver(connection: Connection): Wire {
  const { client, link } = connection;
  const viewers = new Map<number, ViewerOptions["receive"]>();
  let streams = 0;
  link.onMessage("terminal", (message) => {
    if (typeof message === "string") throw new Error("Terminal frames are binary");
    const frame = decodeServerFrame(message);
    const receive = viewers.get(frame.stream);
    if (!receive) return;
    if (frame.kind === "output") {
      const { stream, offset, bytes } = frame;
      const end = offset + bytes.byteLength;
      receive({ kind: "output", offset, bytes }, () => acknowledge(connection, stream, end));
    } else if (frame.kind === "snapshot") {
      const { stream, offset, state, snapshot } = frame;
      const { columns, rows } = snapshot;
      receive({ kind: "snapshot", offset, state, columns, rows }, () => acknowledge(connection, stream, offset));
    }
  });
  return {
    async start(program) {
      const request = { tool: "shell", folder: "/", arguments: [...program.arguments], size: benchSize };
      const { id, pid } = await client.sessions.start(request);
      if (pid === null) throw new Error("The session has no process");
      return { id, pid };
    },
    async attach(session, { follow, receive }): Promise<Viewer> {
      streams += 1;
      const stream = streams;
      let sequence = 0;
      viewers.set(stream, receive);
      await client.terminals.attach({ stream, session, follow, size: benchSize });
      return {
        type(bytes) {
          sequence += 1;
          link.send("terminal", encodeFrame({ kind: "input", stream, sequence, bytes }));
        },
        [Symbol.dispose]() {
          viewers.delete(stream);
          // Nobody waits for the answer: the link may close right behind this.
          client.terminals.detach({ stream }).catch(() => {});
        },
      };
    },
    printedBytes: async (id) => (await client.sessions.get({ id })).endOffset,
    allRows: (id) => allRows(connection, id),
    [Symbol.dispose]: () => connection[Symbol.dispose](),
  };
}

function acknowledge({ link }: Connection, stream: number, offset: number): void {
  link.send("terminal", encodeFrame({ kind: "acknowledge", stream, offset }));
}

async function allRows({ client }: Connection, id: string): Promise<readonly HistoryRow[]> {
  const screen = await client.history.screen({ id });
  const rows: HistoryRow[] = [];
  while (rows.length < screen.screenTop) {
    const page = await client.history.rows({
      id,
      first: rows.length,
      count: Math.min(2_000, screen.screenTop - rows.length),
    });
    if (page.first !== rows.length || page.rows.length === 0)
      throw new Error(`Rows from ${rows.length} on are not there`);
    rows.push(...page.rows);
  }
  return [...rows, ...screen.rows];
}
