/** Variables as a process has them; a variable that is not set is undefined or absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Left behind by what started us and wrong for what we start: Electron's and Node's own switches, npm's script variables, our
 * own configuration (it may name secrets), service-manager sockets, and what told programs about the terminal we were started in.
 */
const leftoverNames = new Set([
  ...[
    "NODE_OPTIONS",
    "NODE_CHANNEL_FD",
    "NODE_CHANNEL_SERIALIZATION_MODE",
    "NODE_UNIQUE_ID",
    "NODE_V8_COVERAGE",
    "NODE",
  ],
  ...["CHROME_DESKTOP", "APPIMAGE", "APPDIR", "ARGV0", "OWD"],
  ...["INIT_CWD", "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "INVOCATION_ID", "JOURNAL_STREAM"],
  ...["PWD", "OLDPWD", "SHLVL", "_", "COLUMNS", "LINES", "TERMCAP", "WINDOWID", "TMUX", "TMUX_PANE", "STY", "WINDOW"],
  ...["TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERM_SESSION_ID", "TERM_FEATURES", "LC_TERMINAL", "LC_TERMINAL_VERSION"],
  ...["VTE_VERSION", "KONSOLE_VERSION", "XTERM_VERSION", "COLORFGBG", "WT_SESSION", "WT_PROFILE_ID"],
  // An agent started inside another agent's shell would take itself for a nested one and refuse to run.
  ...["CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT"],
]);
const leftoverPrefixes = [
  "ELECTRON_",
  "NPM_",
  "QUARTERDECK_",
  "VSCODE_",
  "KITTY_",
  "WEZTERM_",
  "GHOSTTY_",
  "ALACRITTY_",
  "ITERM_",
];

/**
 * The environment a session's tool gets: the host's own without the leftovers of how it was started, the variables of our
 * terminal, and last the additions of the tool and of the session, which win over everything.
 */
export function sessionEnvironment(
  base: Environment,
  additions: Readonly<Record<string, string>> = {},
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && !isLeftover(name)) environment[name] = value;
  }
  removeScriptFolders(environment, base, platform);
  if (platform !== "win32" && !environment.LC_ALL && !environment.LC_CTYPE && !environment.LANG) {
    // Without a locale most programs print "?" for anything beyond ASCII. C.UTF-8 exists everywhere but on macOS.
    environment.LANG = platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  }
  Object.assign(environment, { TERM: "xterm-256color", COLORTERM: "truecolor", TERM_PROGRAM: "quarterdeck" });
  for (const [name, value] of Object.entries(additions)) {
    if (platform === "win32") deleteIgnoringCase(environment, name);
    environment[name] = value;
  }
  return environment;
}

/** The name under which an environment keeps the search path: `Path` on most Windows machines, `PATH` elsewhere. */
export function searchPathName(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  if (platform !== "win32") return "PATH";
  return Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}

function isLeftover(name: string): boolean {
  const upper = name.toUpperCase();
  return leftoverNames.has(upper) || leftoverPrefixes.some((prefix) => upper.startsWith(prefix));
}

/**
 * npm puts the project's own command folders before the user's search path; with them a session would run our Node and our
 * tools instead of the user's. Only the leading ones are npm's: what the user put further back stays.
 */
function removeScriptFolders(environment: Record<string, string>, base: Environment, platform: NodeJS.Platform): void {
  const isScript = Object.keys(base).some((name) => name.toLowerCase() === "npm_lifecycle_event");
  const name = searchPathName(environment, platform);
  const value = environment[name];
  if (!isScript || value === undefined) return;
  const delimiter = platform === "win32" ? ";" : ":";
  const folders = value.split(delimiter);
  const first = folders.findIndex((folder) => !/[\\/](node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/.test(folder));
  if (first > 0) environment[name] = folders.slice(first).join(delimiter);
}

function deleteIgnoringCase(environment: Record<string, string>, name: string): void {
  for (const existing of Object.keys(environment)) {
    if (existing.toUpperCase() === name.toUpperCase()) delete environment[existing];
  }
}
