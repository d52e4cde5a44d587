import { Terminal } from "@xterm/headless";
import { createPredictor, type Overlay } from "./prediction.ts";
import { createPredictionScreen } from "./predictionBuffer.ts";

export const oneWayMs = 75;

/** A tool behind a slow link: a line editor that echoes, or does not, seen through a real terminal and the engine. */
export function createBench(
  options: { readonly columns?: number; readonly rows?: number; readonly roundTrip?: number } = {},
) {
  const terminal = new Terminal({
    cols: options.columns ?? 40,
    rows: options.rows ?? 6,
    scrollback: 10,
    allowProposedApi: true,
  });
  const predictor = createPredictor(createPredictionScreen(terminal));
  predictor.setRoundTrip(options.roundTrip ?? 2 * oneWayMs);
  const tool = { isEchoing: true, line: "", prompt: "$ " };
  const arrivals: { readonly at: number; readonly data: string; readonly run: () => Promise<void> }[] = [];
  let now = 1000;
  let sequence = 0;

  const write = async (data: string): Promise<void> => {
    await new Promise<void>((resolve) => terminal.write(data, resolve));
    predictor.parsed(data.length, now);
  };
  const answer = (data: string): string => {
    let output = "";
    for (const character of data) {
      if (character === "\r") {
        output += `\r\n${tool.isEchoing && tool.line !== "" ? `ran ${tool.line}\r\n` : ""}${tool.prompt}`;
        tool.line = "";
      } else if (character === "\x7f") {
        if (tool.line === "") output += "\x07";
        else if (tool.isEchoing) output += "\b \b";
        tool.line = tool.line.slice(0, -1);
      } else {
        tool.line += character;
        if (tool.isEchoing) output += character;
      }
    }
    return output;
  };
  return {
    terminal,
    predictor,
    tool,
    write,
    get now() {
      return now;
    },
    /** Sends a key; the tool gets it half a round trip later, the answer is back after a whole one. */
    type: (data: string): Overlay => {
      sequence += 1;
      const mine = sequence;
      predictor.typed(data, mine, now);
      arrivals.push({
        at: now + 2 * oneWayMs,
        data,
        run: async () => {
          predictor.acknowledged(mine, now);
          const output = answer(data);
          if (output !== "") await write(output);
        },
      });
      return predictor.overlay;
    },
    /** What was typed and has not reached the tool. */
    unread: (): string => arrivals.map(({ data }) => data).join(""),
    wait: async (milliseconds: number): Promise<void> => {
      const until = now + milliseconds;
      for (;;) {
        const next = arrivals[0];
        const due = predictor.tick(now);
        if (next && next.at <= until && (due === null || next.at <= due)) {
          now = next.at;
          arrivals.shift();
          await next.run();
        } else if (due !== null && due <= until) now = due;
        else break;
      }
      now = until;
      predictor.tick(now);
    },
    /** The screen's rows as a person sees them, with the guesses over what the server has shown. */
    seen: (overlay: Overlay = predictor.overlay): string[] => {
      const { active } = terminal.buffer;
      return Array.from({ length: terminal.rows }, (_, row) => {
        const text = active.getLine(active.baseY + row)?.translateToString(false) ?? "";
        const characters = [...text];
        for (const cell of overlay.cells) if (cell.row === row) characters[cell.column] = cell.text;
        return characters.join("").trimEnd();
      });
    },
  };
}

/** A line of text after keys were typed at its end. */
export function lineAfter(line: string, keys: string): string {
  return [...keys].reduce(
    (before, key) => (key === "\x7f" ? before.slice(0, -1) : key === "\r" ? "" : before + key),
    line,
  );
}

export type Bench = ReturnType<typeof createBench>;
