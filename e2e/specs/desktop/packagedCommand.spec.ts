import { spawn } from "node:child_process";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";
import { findDesktopBinary } from "../../helpers/desktopHost.ts";
import { ended } from "../../helpers/processes.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { testEnvironment } from "../../helpers/surroundings.ts";
import { test } from "../../helpers/test.ts";

// A real binary becomes a packaged one only by packaging.
test.skip(!findDesktopBinary().isStandIn, "only the stand-in can be laid out as a package here");

/** Runs the executable as it lies in a package: beside the app and under the product's name. */
async function runPackaged(folder: string, ...words: readonly string[]) {
  const executable = join(folder, "quarterdeck");
  await mkdir(join(folder, "resources"), { recursive: true });
  await symlink(findDesktopBinary().path, executable);
  await symlink(projectFolder, join(folder, "resources", "app"));
  const child = spawn(executable, words, { env: await testEnvironment(folder), stdio: ["ignore", "pipe", "pipe"] });
  const [out, said, { code }] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
  return { out, said, code };
}

test("the packaged executable is the command too: it answers and ends without a window", async ({ folder }) => {
  const { version } = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8"));
  const { out, said, code } = await runPackaged(folder, "--version");
  expect({ out: out.trim(), code }).toEqual({ out: version, code: 0 });
  expect(said).not.toContain("DevTools listening");
});

test("a command that fails says why on stderr and ends with its code", async ({ folder }) => {
  const { out, said, code } = await runPackaged(folder, "sessions", "list", "--data-dir", join(folder, "data"));
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(said).toMatch(/^quarterdeck: /m);
  expect(said).not.toContain("DevTools listening");
});
