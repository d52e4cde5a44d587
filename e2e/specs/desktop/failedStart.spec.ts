import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";
import { findDesktopBinary } from "../../helpers/desktopHost.ts";
import { ended } from "../../helpers/processes.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { testEnvironment } from "../../helpers/surroundings.ts";
import { test } from "../../helpers/test.ts";

// The real binary shows its error in a dialog that waits for a person; the stand-in writes the same words to stderr.
test.skip(!findDesktopBinary().isStandIn, "nobody answers the dialog of the real binary");

async function startToFail(
  folder: string,
  more: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  const args = [projectFolder, "--data-dir", join(folder, "data"), "--port", "0", ...more];
  const env = { ...(await testEnvironment(folder)), ...environment };
  const child = spawn(findDesktopBinary().path, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const [said, { code }] = await Promise.all([text(child.stderr), ended(child)]);
  return { said, code };
}

test("a configuration that is wrong is named with its line, and no window opens", async ({ folder }) => {
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "data", "config.json"), '{\n  "sessions": { "maximum": "many" }\n}\n');
  const { said, code } = await startToFail(folder);
  expect(code).toBe(1);
  expect(said).toMatch(/config\.json:2:\d+: sessions\.maximum/);
});

test("where the headless host runs on the same data, its address is said, in the person's language", async ({
  folder,
  headlessHost,
}) => {
  const { said, code } = await startToFail(folder, [], { LANGUAGE: "zh_CN", LANG: "zh_CN.UTF-8" });
  expect(code).toBe(1);
  expect(said).toContain(`Quarterdeck 无法启动: Quarterdeck 已在 ${headlessHost.ready.url} 运行`);
});

test("a listener that this version does not have is refused", async ({ folder }) => {
  const { said, code } = await startToFail(folder, ["--devices"]);
  expect(code).toBe(1);
  expect(said).toContain("--devices");
});
