import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AlreadyRunningError, findInstance, lockInstance } from "./instance.ts";
import { processIdentity } from "./processIdentity.ts";

describe("the lock on a data folder", () => {
  let dataFolder: string;
  const lock = (controlToken = "one") => lockInstance({ dataFolder, controlToken, version: "1.0.0" });
  const file = () => join(dataFolder, "instance.json");

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-instance-"));
  });
  afterEach(() => rm(dataFolder, { recursive: true, force: true }));

  it("keeps a second instance out, and tells it where the first one is", () => {
    using first = lock();
    first.publish("http://127.0.0.1:8765");
    expect(() => lock("two")).toThrow(AlreadyRunningError);
    expect(() => lock("two")).toThrow(`http://127.0.0.1:8765 (process ${process.pid})`);
    expect(findInstance(dataFolder)).toMatchObject({ controlToken: "one", url: "http://127.0.0.1:8765" });
  });

  it("is given back at the end, and is for the user's eyes alone meanwhile", async () => {
    const first = lock();
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    first.publish("http://127.0.0.1:8765");
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    first[Symbol.dispose]();
    expect(findInstance(dataFolder)).toBeNull();
    lock("two")[Symbol.dispose]();
  });

  it("replaces what a killed instance left behind", async () => {
    const child = spawn("sleep", ["60"]);
    const left = {
      pid: child.pid,
      identity: processIdentity(child.pid ?? 0),
      url: null,
      controlToken: "old",
      version: "1.0.0",
      startedAt: 0,
    };
    await writeFile(file(), JSON.stringify(left));
    expect(() => lock()).toThrow("just starting");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(findInstance(dataFolder)).toBeNull();
    using _lock = lock();
    expect(JSON.parse(await readFile(file(), "utf8")).controlToken).toBe("one");
  });

  it("is not fooled by another process that got the dead one's number", async () => {
    const left = {
      pid: process.pid,
      identity: "another boot/1",
      url: null,
      controlToken: "old",
      version: "1.0.0",
      startedAt: 0,
    };
    await writeFile(file(), JSON.stringify(left));
    using _lock = lock();
    expect(findInstance(dataFolder)?.controlToken).toBe("one");
  });

  it("takes over from a file that cannot be read", async () => {
    await writeFile(file(), '{"pid":');
    using _lock = lock();
    expect(findInstance(dataFolder)?.controlToken).toBe("one");
  });

  it("leaves a lock alone that has become somebody else's", async () => {
    const first = lock();
    const other = {
      pid: process.pid,
      identity: processIdentity(process.pid),
      url: null,
      controlToken: "two",
      version: "1.0.0",
      startedAt: 0,
    };
    await writeFile(file(), JSON.stringify(other));
    first[Symbol.dispose]();
    expect(findInstance(dataFolder)?.controlToken).toBe("two");
  });
});
