import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * A server of the Model Context Protocol over stdio, written by hand so that it can misbehave: `node stdioServer.ts <behaviour>`.
 * Well-behaved by default; the tools it has are in `tools` below.
 */
const behaviours = [
  "normal",
  "hangs",
  "crashes",
  "prints-nonsense",
  "floods-stdout",
  "floods-stderr",
  "many-tools",
  "endless-pages",
  "odd-tools",
  "stays",
] as const;

interface Request {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: {
    readonly name?: string;
    readonly cursor?: string;
    readonly requestId?: number;
    readonly arguments?: Readonly<Record<string, unknown>>;
    readonly _meta?: { readonly progressToken?: number };
  };
}

const behaviour = behaviours.find((known) => known === (process.argv[2] ?? "normal"));
if (behaviour === undefined) throw new Error(`Unknown behaviour; there are: ${behaviours.join(", ")}`);

const schema = { type: "object", properties: {}, additionalProperties: true };
const cancelled: unknown[] = [];
let names = [
  "echo",
  "slow",
  "fail",
  "refuse",
  "picture",
  "surroundings",
  "big",
  "crash",
  "change",
  "child",
  "cancelled",
];

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function answer(id: Request["id"], text: string, isError = false): void {
  send({ id, result: { content: [{ type: "text", text }], ...(isError ? { isError } : {}) } });
}

const tools: Readonly<Record<string, (request: Request) => void>> = {
  echo: ({ id, params }) => answer(id, JSON.stringify(params?.arguments)),
  // Never answers; tells that it works.
  slow: ({ params }) => {
    const progressToken = params?._meta?.progressToken;
    send({ method: "notifications/progress", params: { progressToken, progress: 1, total: 4, message: "a quarter" } });
  },
  fail: ({ id }) => answer(id, "It did not work", true),
  refuse: ({ id }) => send({ id, error: { code: -32_602, message: "No such thing" } }),
  picture: ({ id }) =>
    send({
      id,
      result: {
        content: [
          { type: "text", text: "Look:" },
          { type: "image", data: "A".repeat(4096), mimeType: "image/png" },
          { type: "resource", resource: { uri: "file:///notes.txt", mimeType: "text/plain", text: "notes" } },
          { type: "resource_link", uri: "file:///more.txt", name: "more" },
          { type: "hologram", data: 1 },
        ],
      },
    }),
  surroundings: ({ id }) => answer(id, JSON.stringify({ environment: process.env, folder: process.cwd() })),
  big: ({ id, params }) => answer(id, "x".repeat(Number(params?.arguments?.length))),
  crash: () => {
    process.stderr.write("out of luck\n", () => process.exit(3));
  },
  change: ({ id, params }) => {
    names = [...names, String(params?.arguments?.name)];
    send({ method: "notifications/tools/list_changed" });
    answer(id, "changed");
  },
  // Outlives this process if nobody ends it.
  child: ({ id }) => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    answer(id, JSON.stringify([process.pid, child.pid]));
  },
  cancelled: ({ id }) => answer(id, JSON.stringify(cancelled)),
};

function list({ id, params }: Request): void {
  const page = Number(params?.cursor ?? 0);
  const many = Array.from({ length: 100 }, (_, index) => `tool_${page * 100 + index}`);
  const tool = (name: string) => ({ name, description: `Does ${name}`, inputSchema: schema });
  if (behaviour === "many-tools") {
    send({ id, result: { tools: Array.from({ length: 5000 }, (_, index) => tool(`tool_${index}`)) } });
  } else if (behaviour === "endless-pages") {
    send({ id, result: { tools: many.slice(0, 1).map(tool), nextCursor: String(page + 1) } });
  } else if (behaviour === "odd-tools") {
    const odd = ["a b", "a/b", "a_b", "a_b", "数据", "x".repeat(200)].map(tool);
    const malformed = [
      { name: "" },
      { name: "no_schema" },
      7,
      { ...tool("huge"), inputSchema: { type: "object", d: "x".repeat(40_000) } },
    ];
    send({ id, result: { tools: [...odd, ...malformed] } });
  } else {
    send({ id, result: { tools: names.map(tool) } });
  }
}

function handle(request: Request): void {
  const { id, method, params } = request;
  if (method === "initialize") {
    const serverInfo = { name: "scripted", version: "1.2.3" };
    const capabilities = { tools: { listChanged: true } };
    send({ id, result: { protocolVersion: "2025-06-18", capabilities, serverInfo } });
    if (behaviour === "floods-stdout") flood();
  } else if (method === "tools/list") list(request);
  else if (method === "tools/call") tools[params?.name ?? ""]?.(request);
  else if (method === "notifications/cancelled") cancelled.push(params?.requestId);
  else if (method === "ping") send({ id, result: {} });
}

function flood(): void {
  const line = `${JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: { level: "info", data: "!" } })}\n`;
  const more = (): void => {
    process.stdout.write(line.repeat(500), more);
  };
  more();
}

if (behaviour === "crashes") {
  process.stderr.write("cannot find my settings\n", () => process.exit(7));
} else if (behaviour === "prints-nonsense") {
  setInterval(() => process.stdout.write("hello there\n{not json}\n".repeat(20)), 5);
} else {
  if (behaviour === "stays") {
    process.on("SIGTERM", () => {});
    setInterval(() => {}, 1000);
  }
  if (behaviour === "floods-stderr") {
    const more = (): void => {
      process.stderr.write("noise ".repeat(10_000), more);
    };
    more();
  }
  // Servers that log to stdout by mistake are common; a few lines are borne.
  process.stdout.write("Listening…\n");
  createInterface({ input: process.stdin }).on("line", (line) => {
    if (behaviour !== "hangs") handle(JSON.parse(line));
  });
  // The protocol's way to be ended, also where a child would keep this process.
  if (behaviour !== "stays") process.stdin.on("end", () => process.exit(0));
}
