import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findExecutable, searchFolders } from "./executableSearch.ts";
import { versionIn } from "./toolVersion.ts";

describe("searchFolders", () => {
  it("reads a Windows path whatever its name's case, with quotes, and adds npm's folder", async () => {
    const environment = {
      Path: 'C:\\Windows;"C:\\Program Files\\nodejs";tools',
      APPDATA: "C:\\Users\\ann\\AppData\\Roaming",
    };
    const folders = await searchFolders({ environment, homeFolder: "C:\\Users\\ann", platform: "win32" });
    expect(folders.filter((folder) => folder.isOnPath).map((folder) => folder.path)).toEqual([
      "C:\\Windows",
      "C:\\Program Files\\nodejs",
    ]);
    expect(folders.filter((folder) => !folder.isOnPath).map((folder) => folder.path)).toContain(
      "C:\\Users\\ann\\AppData\\Roaming\\npm",
    );
  });

  it("names a folder once, as on the PATH if it is there", async () => {
    const folders = await searchFolders({
      environment: { PATH: "/usr/local/bin:/usr/local/bin" },
      homeFolder: "/none",
      platform: "linux",
    });
    expect(folders.filter((folder) => folder.path === "/usr/local/bin")).toEqual([
      { path: "/usr/local/bin", isOnPath: true },
    ]);
  });
});

describe("findExecutable", () => {
  it("is never fooled by a name that is really a path", async () => {
    const place = { environment: {}, homeFolder: "/root", platform: "linux" } as const;
    expect(await findExecutable("../bin/sh", [{ path: "/usr", isOnPath: true }], place)).toBeNull();
    expect(await findExecutable("", [{ path: "/usr/bin", isOnPath: true }], place)).toBeNull();
  });

  it.skipIf(process.platform === "win32")("tries PATHEXT's endings in order, on Windows only", async () => {
    // The separator differs, so a folder whose path ends in one stands for a Windows folder here.
    const folder = await mkdtemp(join(tmpdir(), "quarterdeck-search-"));
    try {
      await writeFile(`${folder}\\codex.CMD`, "");
      const place = { environment: { PATHEXT: ".EXE;.CMD" }, homeFolder: folder, platform: "win32" } as const;
      const found = await findExecutable(`${folder}\\codex`, [], place);
      expect(found?.path).toBe(`${folder}\\codex.CMD`);
      expect(await findExecutable(`${folder}\\codex`, [], { ...place, platform: "linux" })).toBeNull();
    } finally {
      await rm(folder, { recursive: true });
      await rm(`${folder}\\codex.CMD`, { force: true });
    }
  });
});

describe("versionIn", () => {
  it.each([
    ["2.1.329 (Claude Code)", "2.1.329"],
    ["codex-cli 0.169.0", "0.169.0"],
    ["GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15"],
    ["v0.0.1790712063-gb89205", "0.0.1790712063-gb89205"],
    ["crush version v0.96.1", "0.96.1"],
    ["usage: thing [options]", null],
    ["", null],
  ])("reads %j", (text, version) => {
    expect(versionIn(text)).toBe(version);
  });
});
