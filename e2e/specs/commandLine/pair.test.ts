import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestPhone } from "#main/phones/testPhone.ts";
import { phone as pairedPhone } from "#shared/contract/phones.ts";
import { wordsOf } from "#shared/pairing/words.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { testEnvironment } from "../../helpers/surroundings.ts";
import { runInTerminal } from "./personTerminal.ts";
import { doorOf, type House, openHouse } from "./security/house.ts";

const program = join(projectFolder, "main", "commandLine.ts");
const offered = z.object({
  event: z.literal("offer"),
  code: z.string(),
  link: z.string(),
  authorityFingerprint: z.string(),
});

/** The real command against the real core; the phone comes over TLS. */
// Each test starts the command from its sources a few times.
describe("quarterdeck pair", { timeout: 60_000 }, () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  }, 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  const launch = async (
    ...given: string[]
  ): Promise<{ child: ChildProcess; ended: Promise<number | null>; lines: string[]; told: () => string }> => {
    const child = spawn(process.execPath, [program, "pair", ...given, "--data-dir", house.dataFolder], {
      env: await testEnvironment(house.folder),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    let told = "";
    if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (told += text));
    // From the beginning: a command that has ended already would be waited for for ever.
    const ended = once(child, "close").then(([code]) => code);
    return { child, lines, ended, told: () => told };
  };
  const run = async (...given: string[]) => {
    const { ended, lines, told } = await launch(...given);
    return { code: await ended, out: lines.join("\n"), err: told() };
  };
  const phoneComes = async (code: string) =>
    await (await createTestPhone()).pair(doorOf(house.network), { kind: "code", code });

  it("is a script's way too: the words that the phone shows let it in, and no others", async () => {
    const { ended, lines } = await launch("--json", "--scopes", "watch,steer", "--name", "By script");
    await expect.poll(() => lines.length).toBe(1);
    const { code, link, authorityFingerprint } = offered.parse(JSON.parse(lines[0] ?? ""));
    expect(new URL(link).host).toBe(house.network.host);
    expect(authorityFingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    const { words } = await phoneComes(code);
    await expect.poll(() => lines.length).toBe(2);
    const wrong = words.map((number) => (number + 1) % 256);
    expect(await run("confirm", ...wordsOf(wrong, "en"))).toMatchObject({
      code: 1,
      err: expect.stringContaining("not let in"),
    });
    expect(await run("confirm", ...wordsOf(words, "zh-CN"), "--name", "By script", "--json")).toMatchObject({
      code: 0,
    });
    expect(await ended).toBe(0);
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({
      event: "paired",
      phone: { name: "By script", scopes: ["watch", "steer"] },
    });
  });

  it("lists, limits and revokes what is paired", async () => {
    const { id } = await house.pairPhone(["watch", "admin"]);
    expect((await run("list")).out).toMatch(/Suite's phone +watch,admin/);
    const limited = pairedPhone.parse(JSON.parse((await run("scopes", id, "steer", "--json")).out));
    expect(limited.scopes).toEqual(["watch", "steer"]);
    expect(await run("scopes", id, "root")).toMatchObject({ code: 2 });
    expect(await run("revoke", id.slice(0, 8))).toMatchObject({ code: 0, err: expect.stringContaining("revoked") });
    expect(await run("revoke", id)).toMatchObject({ code: 1 });
  });

  it("takes the offer back when it is interrupted", async () => {
    const { child, ended, lines } = await launch("--json");
    await expect.poll(() => lines.length).toBe(1);
    const { code } = offered.parse(JSON.parse(lines[0] ?? ""));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    await expect(phoneComes(code)).rejects.toThrow("PAIRING_ENDED");
  });

  it("shows a person in 80 columns all that is needed, asks, and gives the terminal back", async () => {
    using terminal = await runInTerminal(house.folder, ["pair", "--data-dir", house.dataFolder], {
      columns: 80,
      rows: 60,
      program,
    });
    await terminal.until((rows) => rows.some((row) => row.includes("Waiting for the phone")));
    const [, first = "", second = ""] = /type +(\d{3}) (\d{3})/.exec(terminal.screen().join("\n")) ?? [];
    const { words } = await phoneComes(first + second);
    await terminal.until((rows) => rows.some((row) => row.includes("[y/N]")));
    expect(terminal.screen().join("\n")).toContain(wordsOf(words, "en").join("  "));
    terminal.type("y\r");
    expect(await terminal.ended).toEqual({ code: 0, isRestored: true });
    expect(terminal.screen().join("\n")).toContain("is paired and may: watch, steer, approve");
  });

  it("lets a person go with Ctrl-C while it waits and while it asks", async () => {
    for (const isAsking of [false, true]) {
      using terminal = await runInTerminal(house.folder, ["pair", "--data-dir", house.dataFolder], {
        columns: 80,
        rows: 60,
        program,
      });
      await terminal.until((rows) => rows.some((row) => row.includes("Waiting for the phone")));
      if (isAsking) {
        const [, first = "", second = ""] = /type +(\d{3}) (\d{3})/.exec(terminal.screen().join("\n")) ?? [];
        await phoneComes(first + second);
        await terminal.until((rows) => rows.some((row) => row.includes("[y/N]")));
      }
      terminal.type("\u0003");
      expect(await terminal.ended).toEqual({ code: 130, isRestored: true });
    }
  });
});
