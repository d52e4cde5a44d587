import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../observability/log.ts";
import type { Configuration } from "./configuration.ts";
import { type ConfigurationFolders, makeConfigurationFolders } from "./configurationTestKit.ts";

let folders: ConfigurationFolders;
let folder = "";
beforeEach(async () => {
  folders = await makeConfigurationFolders();
  ({ folder } = folders);
});
afterEach(() => folders[Symbol.asyncDispose]());

const load: ConfigurationFolders["load"] = (options) => folders.load(options);
const write: ConfigurationFolders["write"] = (name, text) => folders.write(name, text);
const read: ConfigurationFolders["read"] = (name) => folders.read(name);
const problemsOf: ConfigurationFolders["problemsOf"] = (attempt) => folders.problemsOf(attempt);

function changeOf(configuration: Configuration): Promise<readonly string[]> {
  return new Promise((resolve) => {
    configuration.onChange(({ paths }) => resolve(paths));
  });
}

describe("changing settings", () => {
  it("writes the file with its comments kept, and tells listeners", async () => {
    await write("config.json", '{\n  // mine\n  "sessions": {\n    "maximum": 3 // few\n  }\n}\n');
    await using configuration = await load();
    const told = changeOf(configuration);
    await configuration.update({ "sessions.maximum": 4, "appearance.theme": "dark" });
    expect(configuration.current.sessions.maximum).toBe(4);
    expect(await told).toEqual(["sessions.maximum", "appearance.theme"]);
    const text = await read();
    expect(text).toContain("// mine");
    expect(text).toContain('"maximum": 4 // few');
    await using again = await load();
    expect(again.current.appearance.theme).toBe("dark");
    expect(await readdir(folder)).toEqual(["config.json"]);
  });

  it("takes a setting out of the file with null", async () => {
    await write("config.json", '{ "sessions": { "maximum": 3 } }');
    await using configuration = await load();
    await configuration.update({ "sessions.maximum": null });
    expect(configuration.current.sessions.maximum).toBe(100);
    expect(configuration.sources["sessions.maximum"]).toBe("default");
  });

  it("is all or none", async () => {
    await write("config.json", '{ "sessions": { "maximum": 3 } }');
    await using configuration = await load();
    expect(await problemsOf(configuration.update({ "sessions.maximum": 4, "server.port": -1 }))).toHaveLength(1);
    expect(await problemsOf(configuration.update({ "sessions.maximum": 4, "sessions.maximun": 5 }))).toEqual([
      "the change: sessions.maximun is not a setting; did you mean “sessions.maximum”?",
    ]);
    expect(configuration.current.sessions.maximum).toBe(3);
    expect(await read()).toBe('{ "sessions": { "maximum": 3 } }');
  });

  it("refuses what the environment or the command line holds", async () => {
    await using configuration = await load({
      environment: { QUARTERDECK_SERVER_PORT: "5" },
      commandLine: { "logging.level": "debug" },
    });
    expect(await problemsOf(configuration.update({ "server.port": 6, "logging.level": "warn" }))).toEqual([
      "the change: server.port is set by QUARTERDECK_SERVER_PORT and can only be changed there",
      "the change: logging.level is set by the command line and can only be changed there",
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps changes made at the same time", async () => {
    await using configuration = await load();
    const sizes = [10, 11, 12, 13, 14];
    await Promise.all([
      ...sizes.map((size) => configuration.update({ "appearance.terminalFontSize": size })),
      configuration.update({ "sessions.maximum": 9 }),
    ]);
    await using again = await load();
    expect(again.current).toEqual(configuration.current);
    expect(again.current).toMatchObject({ appearance: { terminalFontSize: 14 }, sessions: { maximum: 9 } });
  });

  it("goes to the file of the environment where there is one, so that it takes effect", async () => {
    await write("config.json", '{ "sessions": { "maximum": 3 } }');
    await write("config.production.json", '{ "sessions": { "maximum": 4 } }');
    await using configuration = await load({ environment: { NODE_ENV: "production" } });
    await configuration.update({ "sessions.maximum": 5 });
    expect(configuration.current.sessions.maximum).toBe(5);
    expect(await read()).toBe('{ "sessions": { "maximum": 3 } }');
  });

  it("says which changes wait for a restart", async () => {
    await using configuration = await load();
    await configuration.update({ "server.port": 9999, "sessions.maximum": 5 });
    expect(configuration.pendingRestart).toEqual(["server.port"]);
    expect(configuration.settings()).toMatchObject({
      values: { "server.port": 9999 },
      sources: { "server.port": "file" },
      pendingRestart: ["server.port"],
    });
    await configuration.update({ "server.port": null });
    expect(configuration.pendingRestart).toEqual([]);
  });

  it("does not touch a file that someone is in the middle of editing", async () => {
    await write("config.json", "{}");
    await using configuration = await load();
    await write("config.json", '{ "server": ');
    expect((await problemsOf(configuration.update({ "sessions.maximum": 4 })))[0]).toContain("config.json:1:");
    expect(await read()).toBe('{ "server": ');
  });
});

describe("following the file", () => {
  it("takes over what an editor saved, in place or by a rename", async () => {
    await using configuration = await load();
    const first = changeOf(configuration);
    await write("config.json", '{ "sessions": { "maximum": 7 } }');
    expect(await first).toEqual(["sessions.maximum"]);
    const second = changeOf(configuration);
    await write("config.json.tmp", '{ "sessions": { "maximum": 8 } }');
    await rename(join(folder, "config.json.tmp"), join(folder, "config.json"));
    expect(await second).toEqual(["sessions.maximum"]);
    expect(configuration.current.sessions.maximum).toBe(8);
  });

  it("keeps the settings when the file became invalid, and says so in the log", async () => {
    const warn = vi.fn();
    await write("config.json", '{ "sessions": { "maximum": 7 } }');
    await using configuration = await load({ log: { ...silentLog, warn } });
    await write("config.json", '{ "sessions": { "maximum": "x" } }');
    await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining("not valid"), expect.anything()), {
      timeout: 5000,
    });
    expect(configuration.current.sessions.maximum).toBe(7);
  });

  it("goes on telling the others when one listener fails", async () => {
    const error = vi.fn();
    await using configuration = await load({ log: { ...silentLog, error } });
    configuration.onChange(() => {
      throw new Error("a part is broken");
    });
    const told = changeOf(configuration);
    await configuration.update({ "sessions.maximum": 7 });
    expect(await told).toEqual(["sessions.maximum"]);
    expect(error).toHaveBeenCalledOnce();
  });
});
