import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

async function readJson(path: string) {
  return JSON.parse(await readFile(new URL(path, import.meta.url), "utf8"));
}

test("the pinned Node binaries are the version of the package node, each with a hash", async () => {
  const { dependencies } = await readJson("../../package.json");
  const { optionalDependencies } = await readJson("./nodeRuntime/package.json");
  const { packages } = await readJson("./nodeRuntime/package-lock.json");
  expect(Object.keys(optionalDependencies)).toContain(`node-${process.platform}-${process.arch}`);
  for (const [name, version] of Object.entries(optionalDependencies)) {
    expect(version).toBe(dependencies.node);
    expect(packages[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
  }
});
