import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { completeLockfile, platformOf } from "./completeLockfile.mjs";

async function readLockfile() {
  return JSON.parse(await readFile(new URL("../package-lock.json", import.meta.url), "utf8"));
}

test("a platform package's name tells where npm may install it", () => {
  expect(platformOf("@swc/core-linux-arm64-musl")).toEqual({ os: ["linux"], cpu: ["arm64"], libc: ["musl"] });
  expect(platformOf("@rollup/rollup-linux-arm-gnueabihf")).toEqual({ os: ["linux"], cpu: ["arm"], libc: ["glibc"] });
  expect(platformOf("@biomejs/cli-darwin-arm64")).toEqual({ os: ["darwin"], cpu: ["arm64"] });
  expect(platformOf("@tailwindcss/oxide-wasm32-wasi")).toEqual({ cpu: ["wasm32"] });
  expect(platformOf("bufferutil")).toBeNull();
});

test("a missing platform package is added with its exact version, and only once", () => {
  const lockfile = {
    packages: {
      "": {},
      "node_modules/tool": {
        version: "1.0.0",
        dev: true,
        optionalDependencies: { "tool-linux-x64": "1.0.0", "tool-darwin-arm64": "1.0.0" },
      },
      "node_modules/tool-linux-x64": { version: "1.0.0", integrity: "sha512-x" },
    },
  };
  const once = completeLockfile(lockfile);
  expect(once.added).toEqual(["tool-darwin-arm64@1.0.0"]);
  expect(once.lockfile.packages["node_modules/tool-darwin-arm64"]).toEqual({
    version: "1.0.0",
    os: ["darwin"],
    cpu: ["arm64"],
    dev: true,
    optional: true,
  });
  expect(completeLockfile(once.lockfile).added).toEqual([]);
});

test("the lockfile is complete, and everything that is installed here is pinned by its hash", async () => {
  const lockfile = await readLockfile();
  expect(completeLockfile(lockfile).added).toEqual([]);
  const { "": project, ...packages } = lockfile.packages;
  for (const [path, entry] of Object.entries<{ integrity?: string; os?: string[]; cpu?: string[]; libc?: string[] }>(
    packages,
  )) {
    const isForHere =
      entry.os?.includes(process.platform) !== false &&
      entry.cpu?.includes(process.arch) !== false &&
      !entry.libc?.includes("musl");
    if (isForHere) expect(entry.integrity, path).toMatch(/^sha512-/);
  }
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
    for (const version of Object.values(project[kind])) expect(version).toMatch(/^(npm:@?[a-z0-9/-]+@)?\d+\.\d+\.\d+$/);
  }
});
