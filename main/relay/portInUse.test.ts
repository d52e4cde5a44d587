import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { ExplainedError } from "#shared/errors/explainedError.ts";
import { startTestHost } from "./relayTestKit.ts";

const listener = `
  const server = require("node:net").createServer().listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

describe("a port that is in use", () => {
  it("is named together with who has it and the flag to choose another", async () => {
    const child = spawn(process.execPath, ["-e", listener], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const failure = await startTestHost({ port: Number(line) }).catch((error: unknown) => error);
    child.kill("SIGKILL");
    expect(failure).toBeInstanceOf(ExplainedError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        new RegExp(`^Port ${line} on 127.0.0.1 is in use by .+ \\(process ${child.pid}\\). .*--port`),
      ),
      texts: { "zh-CN": expect.stringContaining(`进程 ${child.pid}`) },
    });
  });

  it("is told apart from an address that is not this machine's", async () => {
    const failure = await startTestHost({ host: "192.0.2.1" }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "ExplainedError", message: expect.stringContaining("--host") });
  });
});
