import { describe, expect, it } from "vitest";
import { openSessionsBench } from "../testing.ts";
import { sessionEnvironment } from "./sessionEnvironment.ts";

describe("sessionEnvironment", () => {
  it("describes our terminal, not the one the app was started in", () => {
    const base = {
      TERM: "dumb",
      TERM_PROGRAM: "iTerm.app",
      TMUX: "/tmp/x",
      VTE_VERSION: "7000",
      COLUMNS: "80",
      LANG: "de_DE.UTF-8",
    };
    expect(sessionEnvironment(base, {}, "linux")).toEqual({
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
      TERM_PROGRAM: "quarterdeck",
      LANG: "de_DE.UTF-8",
    });
  });

  it("drops what Electron, Node, npm and we ourselves left behind, and keeps what is the user's", () => {
    const leftovers = {
      ELECTRON_RUN_AS_NODE: "1",
      NODE_OPTIONS: "--inspect",
      NODE_CHANNEL_FD: "3",
      npm_config_user_agent: "npm",
      npm_package_name: "quarterdeck",
      NPM_CONFIG_NODEDIR: "/x",
      QUARTERDECK_TOKEN: "secret",
      INIT_CWD: "/x",
    };
    const own = {
      HOME: "/home/ann",
      SSH_AUTH_SOCK: "/run/agent",
      NODE_EXTRA_CA_CERTS: "/ca.pem",
      ANTHROPIC_API_KEY: "theirs",
      LC_ALL: "C",
    };
    const result = sessionEnvironment({ ...leftovers, ...own }, {}, "linux");
    expect(Object.keys(result).sort()).toEqual([...Object.keys(own), "TERM", "COLORTERM", "TERM_PROGRAM"].sort());
  });

  it("takes npm's own folders off the PATH, but not the ones the user put there", () => {
    const path =
      "/app/node_modules/.bin:/node_modules/.bin:/npm/run-script/lib/node-gyp-bin:/usr/bin:/home/ann/site/node_modules/.bin";
    const started = sessionEnvironment({ PATH: path, npm_lifecycle_event: "start" }, {}, "linux");
    expect(started.PATH).toBe("/usr/bin:/home/ann/site/node_modules/.bin");
    expect(sessionEnvironment({ PATH: path }, {}, "linux").PATH).toBe(path);
  });

  it("gives a locale that can print every character where there is none", () => {
    expect(sessionEnvironment({}, {}, "linux").LANG).toBe("C.UTF-8");
    expect(sessionEnvironment({}, {}, "darwin").LANG).toBe("en_US.UTF-8");
    expect(sessionEnvironment({ LC_CTYPE: "de_DE.UTF-8" }, {}, "linux").LANG).toBeUndefined();
  });

  it("lets additions win over everything, also what is otherwise dropped", () => {
    const result = sessionEnvironment(
      { EDITOR: "vi" },
      { EDITOR: "nano", TERM: "xterm", NODE_OPTIONS: "--trace-warnings" },
      "linux",
    );
    expect(result).toMatchObject({ EDITOR: "nano", TERM: "xterm", NODE_OPTIONS: "--trace-warnings" });
  });

  it("replaces a Windows variable whatever its case", () => {
    const result = sessionEnvironment({ Path: "C:\\Windows" }, { PATH: "C:\\Tools" }, "win32");
    expect(Object.entries(result).filter(([name]) => name.toUpperCase() === "PATH")).toEqual([["PATH", "C:\\Tools"]]);
  });

  it("does not change what it was given", () => {
    const base = { NODE_OPTIONS: "x", HOME: "/home/ann" };
    sessionEnvironment(base, { HOME: "/other" });
    expect(base).toEqual({ NODE_OPTIONS: "x", HOME: "/home/ann" });
  });
});

describe("a real session", () => {
  it("has the person's own environment, what its terminal is, and nothing of ours but what is meant for it", async () => {
    await using bench = await openSessionsBench(
      {},
      { prepareTool: async () => ({ arguments: [], environment: { OURS: "o" } }) },
    );
    const line = 'echo "home=$HOME term=$TERM ours=$OURS own=$OWN"; cat';
    const { id } = await bench.sessions.start({ tool: "shell", arguments: ["-c", line], environment: { OWN: "w" } });
    const seen = async () => (await bench.sessions.history.screen(id)).rows[0]?.text ?? "";
    await expect.poll(seen).toContain(`home=${process.env.HOME} term=xterm-256color ours=o own=w`);
  });
});
