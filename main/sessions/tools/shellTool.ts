import { posix, win32 } from "node:path";
import type { BuiltInTool, Launch } from "./builtInTools.ts";
import type { Environment } from "./sessionEnvironment.ts";

/** Accounts that may not log in have one of these as their shell: running it would only print a refusal. */
const refusals = new Set(["nologin", "false", "true"]);

/** The user's shell as a tool: the configured one, else $SHELL, else what the system surely has. */
export function shellTool(configured: string, environment: Environment, platform: NodeJS.Platform): BuiltInTool {
  const candidates = [
    configured.trim(),
    ...(platform === "win32" ? windowsShells(environment) : unixShells(environment)),
  ];
  const [first = "/bin/sh", ...others] = candidates.filter((command) => command !== "");
  // A configured shell stands alone: silently running another one would hide the mistake.
  const alternatives = configured.trim() === "" ? others : [];
  return {
    key: "shell",
    aliases: [],
    name: "Shell",
    description: "Your own shell",
    launches: [shellLaunch(first, platform), ...alternatives.map((command) => shellLaunch(command, platform))],
    icon: "❯",
    color: "#8B949E",
    install: { command: null, page: "" },
  };
}

/**
 * Terminals on macOS start login shells, because nothing has read the user's profile before; elsewhere the desktop session
 * has. A shell on a terminal is interactive by itself.
 */
function shellLaunch(command: string, platform: NodeJS.Platform): Launch {
  const name = (platform === "win32" ? win32 : posix)
    .basename(command)
    .toLowerCase()
    .replace(/\.exe$/, "");
  if (name === "pwsh" || name === "powershell") {
    // -Login has to be the first argument.
    return { command, arguments: platform === "darwin" ? ["-Login", "-NoLogo"] : ["-NoLogo"] };
  }
  const isLogin = platform === "darwin" && ["bash", "zsh", "fish", "sh", "dash", "ksh", "nu", "tcsh"].includes(name);
  return { command, arguments: isLogin ? ["-l"] : [] };
}

function unixShells(environment: Environment): readonly string[] {
  const own = environment.SHELL ?? "";
  return [posix.isAbsolute(own) && !refusals.has(posix.basename(own)) ? own : "", "/bin/bash", "/bin/sh"];
}

function windowsShells(environment: Environment): readonly string[] {
  return ["pwsh.exe", "powershell.exe", environment.ComSpec ?? environment.COMSPEC ?? "cmd.exe"];
}
