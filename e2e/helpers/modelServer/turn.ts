/** One event of an answer, in order. Texts are split into tokens by whoever writes the turn: a piece is one event on the wire. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  /** Parallel calls: their arguments come in fragments of this many characters, those of different calls in turn where the format can. */
  | { readonly kind: "calls"; readonly calls: readonly ScriptedCall[]; readonly fragment?: number }
  | { readonly kind: "pause"; readonly ms: number }
  /** Says nothing more, and keeps the connection open. */
  | { readonly kind: "hang" }
  /** Ends the body properly, without the end marker of the format. */
  | { readonly kind: "end-without-marker" }
  /** The connection ends in the middle of the body, after what was written before. */
  | { readonly kind: "cut" }
  /** An event that is no JSON. */
  | { readonly kind: "malformed" }
  /** The format's own error inside a stream. */
  | { readonly kind: "error"; readonly type: string; readonly message: string };

export interface ScriptedCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, or what a careless model writes. */
  readonly arguments: string;
}

/** What the server does with one request. */
export type Turn =
  | {
      readonly kind: "answer";
      readonly pieces: readonly Piece[];
      /** Between the events, in milliseconds; 0 writes them as fast as they are read. */
      readonly paceMs?: number;
      readonly usage?: { readonly input: number; readonly output: number };
      readonly finish?: "stop" | "calls" | "length" | "refused";
    }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as it is; told in the format's own error shape where it is left out. */
      readonly body?: string;
      readonly message?: string;
      readonly type?: string;
    }
  /** A body of any kind with status 200, as a portal's page. */
  | { readonly kind: "raw"; readonly contentType: string; readonly body: string }
  | { readonly kind: "hang" }
  | { readonly kind: "close" };

/** A text as tokens: words with the space before them, and Chinese characters each for itself. */
export function tokens(text: string): Piece[] {
  const words = text.match(/\s*(?:[\u3400-\u9fff]|[^\s\u3400-\u9fff]+)|\s+$/gu) ?? [];
  return words.map((word) => ({ kind: "text", text: word }));
}

/** The answer most tests want. */
export function says(text: string, more: Partial<Extract<Turn, { kind: "answer" }>> = {}): Turn {
  return { kind: "answer", pieces: tokens(text), ...more };
}

/** How a wire format writes what a turn says. Everything is the text of server-sent events. */
export interface WireFormat {
  begin(model: string, usage: Usage): string;
  piece(piece: Extract<Piece, { kind: "text" | "reasoning" | "error" }>): string;
  /** One text for each event. */
  calls(piece: Extract<Piece, { kind: "calls" }>): string[];
  end(finish: NonNullable<Extract<Turn, { kind: "answer" }>["finish"]>, usage: Usage): string;
  /** The body of an answer with an error's status. */
  error(message: string, type: string): string;
}

export interface Usage {
  readonly input: number;
  readonly output: number;
}

/** One server-sent event. */
export function event(data: unknown, name?: string): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

export function fragments(text: string, size: number): string[] {
  const parts: string[] = [];
  for (let begin = 0; begin < text.length; begin += size) parts.push(text.slice(begin, begin + size));
  return parts;
}
