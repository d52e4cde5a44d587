import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ConfigurationFolders, makeConfigurationFolders } from "./configurationTestKit.ts";

let folders: ConfigurationFolders;
let folder = "";
let workingFolder = "";
beforeEach(async () => {
  folders = await makeConfigurationFolders();
  ({ folder, workingFolder } = folders);
});
afterEach(() => folders[Symbol.asyncDispose]());

const load: ConfigurationFolders["load"] = (options) => folders.load(options);
const write: ConfigurationFolders["write"] = (name, text) => folders.write(name, text);
const read: ConfigurationFolders["read"] = (name) => folders.read(name);
const problemsOf: ConfigurationFolders["problemsOf"] = (attempt) => folders.problemsOf(attempt);

describe("the layers", () => {
  it("are the defaults where nobody set anything", async () => {
    await using configuration = await load();
    expect(configuration.current.server).toEqual({ host: "127.0.0.1", port: 8765 });
    expect(configuration.sources["server.port"]).toBe("default");
    expect(await readdir(folder)).toEqual([]);
  });

  it("win over each other in the documented order", async () => {
    await write(
      "config.json",
      '{ "server": { "port": 1 }, "sessions": { "maximum": 1, "historyMegabytes": 1 }, "logging": { "keepDays": 1, "maximumMegabytes": 1, "level": "warn" } }',
    );
    await write(
      "config.production.json",
      '{ "sessions": { "maximum": 2 }, "server": { "port": 2 }, "logging": { "keepDays": 2, "maximumMegabytes": 2 } }',
    );
    await writeFile(
      join(workingFolder, ".env"),
      "QUARTERDECK_LOGGING_KEEP_DAYS=3\nQUARTERDECK_LOGGING_MAXIMUM_MEGABYTES=3\nQUARTERDECK_SERVER_PORT=3\n",
    );
    await write(".env", "QUARTERDECK_LOGGING_MAXIMUM_MEGABYTES=4\nQUARTERDECK_SERVER_PORT=4");
    const environment = {
      QUARTERDECK_ENVIRONMENT: "production",
      QUARTERDECK_SERVER_PORT: "5",
      QUARTERDECK_APPEARANCE_THEME: "dark",
    };
    await using configuration = await load({ environment, commandLine: { "server.port": "6" } });
    expect(configuration.current).toMatchObject({
      server: { port: 6 },
      sessions: { maximum: 2, historyMegabytes: 1, stopGraceSeconds: 5 },
      logging: { keepDays: 3, maximumMegabytes: 4, level: "warn" },
      appearance: { theme: "dark" },
    });
    expect(configuration.sources).toMatchObject({
      "server.port": "command-line",
      "sessions.maximum": "file",
      "logging.keepDays": "environment",
      "sessions.stopGraceSeconds": "default",
    });
    expect(configuration.origins).toMatchObject({
      "sessions.maximum": "config.production.json",
      "logging.keepDays": "QUARTERDECK_LOGGING_KEEP_DAYS (.env)",
    });
  });

  it("take the environment's name from NODE_ENV where ours is not set, and lists as JSON", async () => {
    await write("config.staging.json", '{ "server": { "port": 7 } }');
    const tools = JSON.stringify([{ key: "mine", name: "Mine", command: "mine" }]);
    await using configuration = await load({
      environment: { NODE_ENV: "staging", QUARTERDECK_TOOLS: tools, QUARTERDECK_SESSIONS_SHELL: "" },
    });
    expect(configuration.current.server.port).toBe(7);
    expect(configuration.current.tools).toMatchObject([{ key: "mine", arguments: [], environment: {} }]);
    expect(configuration.sources["sessions.shell"]).toBe("default");
  });
});

describe("a configuration that is not valid", () => {
  it("names every problem with file, line and column, and does not load", async () => {
    await write(
      "config.json",
      `{
  // the port my proxy knows
  "server": { "port": "9000", "hots": "localhost" },
  "sessions": {
    "maximum": 0,
    "stopGraceSeconds": null
  },
  "port": 1,
  "appearance": { "theme": "solarized" },
  "tools": [{ "key": "a", "name": "A", "command": "a" }, { "key": "a", "name": "B", "commnd": "b" }],
}`,
    );
    expect(await problemsOf(load())).toEqual([
      "config.json:3:23: server.port must be a number, but is a text",
      "config.json:3:31: server.hots is not a setting; did you mean “host”?",
      "config.json:5:16: sessions.maximum must be at least 1",
      "config.json:6:25: sessions.stopGraceSeconds must be a number, but is null",
      "config.json:8:3: port is not a setting; did you mean “server.port”?",
      "config.json:9:28: appearance.theme must be “system”, “light”, “dark” or “contrast”",
      "config.json:10:58: tools[1].command is missing",
      "config.json:10:85: tools[1].commnd is not a setting; did you mean “command”?",
    ]);
  });

  it("is not valid either where another layer covers the wrong value", async () => {
    await write("config.json", '{ "server": { "port": true } }');
    expect(await problemsOf(load({ commandLine: { "server.port": 1 } }))).toEqual([
      "config.json:1:23: server.port must be a number, but is true or false",
    ]);
  });

  const texts: Record<string, [text: string, line: string]> = {
    "no JSON at all": ["server: 1", "config.json:1:1:  is not valid JSON here (invalid symbol)"],
    "JSON that is cut off": [
      '{ "server": {\n  "port": 1',
      "config.json:2:12: is not valid JSON here (close brace expected)",
    ],
    "a list": ["[]", "config.json:1:1: must hold an object: { … }"],
    "a name that stands twice": [
      '{ "server": { "port": 1,\n "port": 2 } }',
      "config.json:2:2: port stands twice in the same group",
    ],
    "a section that is a number": [
      '{ "server": 5 }',
      "config.json:1:13: server must be a group of settings, but is a number",
    ],
    "a key that JavaScript treats specially": [
      '{ "__proto__": { "port": 1 } }',
      "config.json:1:3: __proto__ is not a setting",
    ],
    "a version of the future": [
      '{ "version": 2 }',
      "config.json:1:14: version is 2, but this program knows versions up to 1 only: the file belongs to a newer one",
    ],
    "a version that is none": ['{ "version": "one" }', "config.json:1:14: version must be a whole number from 1 on"],
    "a tool key used twice": [
      '{ "tools": [{ "key": "a", "name": "A", "command": "a" }, { "key": "a", "name": "B", "command": "b" }] }',
      'config.json:1:67: tools[1].key is not valid: the key "a" is used twice',
    ],
  };
  for (const [name, [text, line]] of Object.entries(texts)) {
    it(`is a file with ${name}`, async () => {
      await write("config.json", text);
      expect((await problemsOf(load()))[0]).toBe(line.replace(":  ", ": "));
      expect(await read()).toBe(text);
    });
  }

  it("names variables and flags, and where a .env sets them", async () => {
    await write(".env", "# mine\nexport QUARTERDECK_SESSIONS_MAXIMUM=many\n");
    const environment = {
      QUARTERDECK_SERVER_PROT: "1",
      QUARTERDECK_LOGING_LEVEL: "info",
      QUARTERDECK_SOMETHING_ELSE: "1",
    };
    expect(await problemsOf(load({ environment, commandLine: { "server.port": 70_000, "sever.port": 1 } }))).toEqual([
      "QUARTERDECK_SERVER_PROT: QUARTERDECK_SERVER_PROT is not a setting; did you mean “QUARTERDECK_SERVER_PORT”?",
      "QUARTERDECK_LOGING_LEVEL: QUARTERDECK_LOGING_LEVEL is not a setting; did you mean “QUARTERDECK_LOGGING_LEVEL”?",
      "the command line: sever.port is not a setting; did you mean “server.port”?",
      ".env:2:1: sessions.maximum must be a number, but is a text",
      "the command line: server.port must be at most 65535",
    ]);
  });

  it("cannot come from outside the folder through the environment's name", async () => {
    expect(await problemsOf(load({ environment: { QUARTERDECK_ENVIRONMENT: "../../etc/x" } }))).toEqual([
      "QUARTERDECK_ENVIRONMENT: QUARTERDECK_ENVIRONMENT must have 1 to 40 letters, digits, - or _",
    ]);
  });

  it("says it in Chinese too", async () => {
    await write("config.json", '{ "server": { "port": "x", "hots": "" } }');
    const error: unknown = await load().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      details: {
        problems: [
          {
            line: 1,
            column: 23,
            path: "server.port",
            lines: { "zh-CN": expect.stringContaining("必须是数字，但实际是文本") },
          },
          { suggestion: "host", lines: { "zh-CN": expect.stringContaining("不是有效的设置项；是否想写“host”？") } },
        ],
      },
    });
  });

  it("takes a file with nothing but comments, and one with a byte order mark", async () => {
    await write("config.json", "\n// later\n");
    await write("config.test.json", '\uFEFF{ "server": { "port": 12 } }');
    await using configuration = await load({ environment: { NODE_ENV: "test" } });
    expect(configuration.current.server.port).toBe(12);
  });
});
