import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { browseFolders } from "./browseFolders.ts";
import { createLatestValue } from "./latestValue.ts";
import { createNotices } from "./notices.ts";
import { createSystem } from "./system.ts";

describe("the status", () => {
  const setUp = () => {
    const notices = createNotices();
    const statusChanged = createLatestValue();
    notices.onChange(statusChanged.changed);
    const running = { connections: 0 };
    const system = createSystem({
      readStatus: () => ({
        version: "1",
        host: "headless",
        startedAt: 0,
        url: null,
        lanUrl: null,
        openAttention: 0,
        runningSessions: 0,
        ...running,
      }),
      statusChanged,
      notices,
      readLogs: async () => [],
      diagnose: async () => ({ text: "", checks: [] }),
    });
    return { notices, running, statusChanged, system };
  };

  it("comes at once and at every change that makes a difference, the latest alone to a slow reader", async () => {
    const { running, statusChanged, system } = setUp();
    const abort = new AbortController();
    const changes = system.statusChanges(abort.signal)[Symbol.asyncIterator]();
    expect((await changes.next()).value).toMatchObject({ connections: 0 });
    statusChanged.changed();
    for (running.connections = 1; running.connections < 50; running.connections += 1) statusChanged.changed();
    expect((await changes.next()).value).toMatchObject({ connections: 50 });
    const last = changes.next();
    statusChanged.changed();
    abort.abort();
    expect(await last).toEqual({ value: undefined, done: true });
  });

  it("shows notices until they are put away", async () => {
    const { notices, system } = setUp();
    notices.tell("disk-low", { freeMegabytes: 400 });
    notices.tell("disk-low", { freeMegabytes: 300 });
    expect(system.status().notices).toMatchObject([{ code: "disk-low", details: { freeMegabytes: 300 } }]);
    system.dismissNotice("disk-low");
    expect(system.status().notices).toEqual([]);
  });
});

describe("browsing folders", () => {
  it("shows folders and links to folders by name, hidden ones last, and nothing else", async () => {
    const root = await mkdtemp(join(tmpdir(), "quarterdeck-browse-"));
    for (const name of ["b10", "b9", ".hidden", "a"]) await mkdir(join(root, name));
    await writeFile(join(root, "file"), "");
    await symlink(join(root, "a"), join(root, "link"));
    await symlink(join(root, "nowhere"), join(root, "broken"));
    const { folders, parent, path } = await browseFolders(root);
    expect(folders.map(({ name }) => name)).toEqual(["a", "b9", "b10", "link", ".hidden"]);
    expect([path, parent]).toEqual([root, tmpdir()]);
    await expect(browseFolders(join(root, "file"))).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
    await expect(browseFolders(join(root, "gone"))).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
    await rm(root, { recursive: true });
  });

  it("begins in the home folder, has no parent above the root", async () => {
    expect((await browseFolders(undefined)).path).toBe((await browseFolders("~")).path);
    expect((await browseFolders("/")).parent).toBeNull();
  });
});
