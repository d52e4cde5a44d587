import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { checkConfiguration, migrateConfiguration } from "./checkConfiguration.ts";
import type { ConfigurationDefinition } from "./definition.ts";
import { productConfiguration } from "./definition.ts";
import { configurationMigrations } from "./migrations.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-migration-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A product two versions on: first `port` moved into `server`, then a time in milliseconds became one in seconds. */
const schema = z.strictObject({
  version: z.literal(3).default(3),
  server: z.strictObject({ port: z.int().default(1), waitSeconds: z.number().default(5) }).prefault({}),
});
const later: ConfigurationDefinition<z.infer<typeof schema>> = {
  schema,
  version: 3,
  migrations: [
    { from: 1, apply: (editor) => editor.rename("port", "server.port") },
    {
      from: 2,
      apply: (editor) => {
        const wait = editor.get("server.waitMs");
        editor.remove("server.waitMs");
        if (typeof wait === "number") editor.set("server.waitSeconds", wait / 1000);
      },
    },
  ],
};

const origins = () => ({ dataFolder: folder, workingFolder: folder, environment: {} });

it("brings a file forward step by step, keeps its comments, and keeps a copy of what it was", async () => {
  const original = '{\n  // behind the proxy\n  "port": 9000,\n  "server": { "waitMs": 1500 } // patient\n}\n';
  await writeFile(join(folder, "config.json"), original);
  expect(checkConfiguration(later, origins())).toMatchObject({
    problems: [],
    outdated: [{ from: 1 }],
    reading: { values: { server: { port: 9000, waitSeconds: 1.5 } } },
  });
  expect(await readFile(join(folder, "config.json"), "utf8")).toBe(original);

  const [done] = await migrateConfiguration(later, origins());
  const text = await readFile(join(folder, "config.json"), "utf8");
  expect(text).toContain("// patient");
  expect(checkConfiguration(later, origins())).toMatchObject({
    problems: [],
    outdated: [],
    reading: { values: { version: 3, server: { port: 9000, waitSeconds: 1.5 } } },
  });
  expect(await readFile(String(done?.backup), "utf8")).toBe(original);
  expect(await migrateConfiguration(later, origins())).toEqual([]);
});

it("begins at the version the file has", async () => {
  await writeFile(join(folder, "config.json"), '{ "version": 2, "server": { "port": 7, "waitMs": 2000 } }');
  await migrateConfiguration(later, origins());
  expect(checkConfiguration(later, origins()).reading.values).toEqual({
    version: 3,
    server: { port: 7, waitSeconds: 2 },
  });
});

it("writes nothing when the result would not be valid", async () => {
  const original = '{ "port": "nine thousand" }';
  await writeFile(join(folder, "config.json"), original);
  await expect(migrateConfiguration(later, origins())).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  expect(await readFile(join(folder, "config.json"), "utf8")).toBe(original);
  expect(await readdir(folder)).toEqual(["config.json"]);
});

it("has a step from every version of the product to the next", () => {
  expect(configurationMigrations.map(({ from }) => from)).toEqual(
    Array.from({ length: productConfiguration.version - 1 }, (_none, index) => index + 1),
  );
});
