import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";

const require = createRequire(import.meta.url);
const file = fileURLToPath(new URL("../electron-builder.yml", import.meta.url));

async function readConfiguration() {
  return parse(await readFile(file, "utf8"));
}

/** electron-builder's own schema, which it applies only after it has fetched Electron. */
function createValidator() {
  const builder = createRequire(require.resolve("electron-builder"));
  return new Ajv({ allErrors: true, strict: false }).compile(builder("app-builder-lib/scheme.json"));
}

test("electron-builder accepts the configuration", async () => {
  const validate = createValidator();
  validate(await readConfiguration());
  expect(validate.errors ?? []).toEqual([]);
});

test("a misspelt key would be noticed", async () => {
  const validate = createValidator();
  expect(validate({ ...(await readConfiguration()), electronFuse: {} })).toBe(false);
});

test("the executable cannot be turned into a Node, debugged, or made to load other code", async () => {
  const { electronFuses, asar } = await readConfiguration();
  expect(asar).toBe(true);
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test("each system gets the packages people expect", async () => {
  const { linux, mac, win } = await readConfiguration();
  const targets = ({ target }: { target: { target: string }[] }) => target.map((one) => one.target);
  expect([targets(linux), targets(mac), targets(win)]).toEqual([["AppImage", "deb"], ["dmg", "zip"], ["nsis"]]);
});

test("everything that the bundle leaves outside is packaged, and the npm package node is not", async () => {
  const { files } = await readConfiguration();
  const included = files.filter((pattern: string) => !pattern.startsWith("!")).join("\n");
  for (const library of ["better-sqlite3", "node-pty", "keytar", "swagger-ui-dist"])
    expect(included).toContain(`node_modules/${library}/`);
  expect(included).not.toContain("node_modules/node/");
  expect(files).toContain("!node_modules/**/*");
});
