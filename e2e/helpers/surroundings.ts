import { mkdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * The environment of a host under test: the developer's own, but with an empty home, English, and no setting of theirs, so that a test
 * sees the same everywhere.
 */
export async function testEnvironment(folder: string): Promise<Record<string, string>> {
  const home = join(folder, "home");
  await mkdir(home, { recursive: true });
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(QUARTERDECK_|XDG_|LC_|NODE_OPTIONS$|NODE_ENV$)/.test(entry[0]),
  );
  const chromium = process.env.QUARTERDECK_CHROMIUM;
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    SHELL: "/bin/bash",
    LANG: "en_US.UTF-8",
    LANGUAGE: "en_US",
    ...(chromium ? { QUARTERDECK_CHROMIUM: chromium } : {}),
  };
}
