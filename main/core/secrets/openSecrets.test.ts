import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice } from "#shared/contract/system.ts";
import { silentLog } from "../../observability/log.ts";
import { type Keychain, loadKeytar } from "./keychain.ts";
import { openSecrets } from "./openSecrets.ts";

let folder = "";
let notices: Notice[] = [];
beforeEach(async () => {
  notices = [];
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-secrets-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A keychain in memory that can be made to fail or to hang. */
function fakeKeychain() {
  const values = new Map<string, string>();
  const state: { mood: "well" | "broken" | "stuck" } = { mood: "well" };
  const answer = async <Result>(result: () => Result): Promise<Result> => {
    if (state.mood === "broken") throw new Error("the collection is locked");
    if (state.mood === "stuck") return await new Promise(() => {});
    return result();
  };
  const keychain: Keychain = {
    get: (account) => answer(() => values.get(account) ?? null),
    set: (account, value) => answer(() => void values.set(account, value)),
    delete: (account) => answer(() => values.delete(account)),
  };
  return { values, state, keychain };
}

const open = (keychain: Keychain | null = null, log = silentLog) =>
  openSecrets({
    dataFolder: folder,
    log,
    loadKeychain: async () => keychain,
    timeoutMs: 20,
    firstTimeoutMs: 20,
    onNotice: (notice) => notices.push(notice),
  });

describe("the vault", () => {
  it("keeps secrets over a restart, for the user alone, and says that it is used", async () => {
    const secrets = await open();
    expect(secrets.kind).toBe("vault");
    expect(notices).toMatchObject([{ code: "secrets-in-vault", details: { reason: "no keychain on this machine" } }]);
    expect(await secrets.get("openai-key")).toBeNull();
    await secrets.set("openai-key", "hunter2 与中文");
    expect(await (await open()).get("openai-key")).toBe("hunter2 与中文");
    for (const name of ["secrets.vault", "secrets.key"])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await secrets.delete("openai-key")).toBe(true);
    expect(await secrets.delete("openai-key")).toBe(false);
    expect(await (await open()).get("openai-key")).toBeNull();
  });

  it("shows neither values nor names to who has the file but not the key", async () => {
    await (await open()).set("openai-key", "hunter2hunter2");
    const text = await readFile(join(folder, "secrets.vault"), "utf8");
    const data = Buffer.from(JSON.parse(text).data, "base64").toString("latin1");
    expect(`${text}${data}`).not.toMatch(/hunter2|openai/);
  });

  it("is sealed anew at every write", async () => {
    const secrets = await open();
    await secrets.set("a", "same");
    const first = await readFile(join(folder, "secrets.vault"), "utf8");
    await secrets.set("a", "same");
    const second = await readFile(join(folder, "secrets.vault"), "utf8");
    expect(JSON.parse(first).nonce).not.toBe(JSON.parse(second).nonce);
  });

  it("keeps all of many secrets set at the same time", async () => {
    const secrets = await open();
    const names = Array.from({ length: 20 }, (_none, index) => `name-${index}`);
    await Promise.all(names.map((name) => secrets.set(name, `value of ${name}`)));
    expect(await Promise.all(names.map((name) => secrets.get(name)))).toEqual(names.map((name) => `value of ${name}`));
  });

  const damages: Record<string, () => Promise<void>> = {
    "was changed": async () => {
      const file = JSON.parse(await readFile(join(folder, "secrets.vault"), "utf8"));
      const data = Buffer.from(file.data, "base64");
      data[3] = (data[3] ?? 0) ^ 1;
      await writeFile(join(folder, "secrets.vault"), JSON.stringify({ ...file, data: data.toString("base64") }));
    },
    "belongs to another installation": async () => {
      const file = JSON.parse(await readFile(join(folder, "secrets.vault"), "utf8"));
      await writeFile(
        join(folder, "secrets.vault"),
        JSON.stringify({ ...file, installation: "6f2a0c51-7f2e-4b52-9a33-0d9f6c1f7f11" }),
      );
    },
    "was cut short": () => writeFile(join(folder, "secrets.vault"), '{"version":1,'),
    "lost its key": () => rm(join(folder, "secrets.key")),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`that ${name} is set aside, said, and never overwritten`, async () => {
      await (await open()).set("a", "lost");
      await damage();
      const damaged = await readFile(join(folder, "secrets.vault"), "utf8");
      const error = vi.fn();
      const secrets = await open(null, { ...silentLog, error });
      expect(await secrets.get("a")).toBeNull();
      await secrets.set("a", "again");
      expect(await (await open()).get("a")).toBe("again");
      expect(error).toHaveBeenCalledOnce();
      const kept = (await readdir(folder)).find((file) => file.startsWith("secrets.vault.damaged-"));
      expect(await readFile(join(folder, String(kept)), "utf8")).toBe(damaged);
    });
  }

  it("takes only names that a reference can have, and no empty secret", async () => {
    const secrets = await open();
    for (const name of ["", "UPPER", "../x", "a".repeat(101)])
      await expect(secrets.set(name, "x")).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(secrets.set("a", "")).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await secrets.get("constructor")).toBeNull();
  });
});

describe("the keychain", () => {
  it("is used where it answers, and its secrets are nowhere else", async () => {
    const { keychain, values } = fakeKeychain();
    const secrets = await open(keychain);
    await secrets.set("a", "hunter2");
    expect(secrets.kind).toBe("keychain");
    expect(notices).toEqual([]);
    expect([...values.values()]).toEqual(["hunter2"]);
    expect(await (await open(keychain)).get("a")).toBe("hunter2");
    expect(await secrets.delete("a")).toBe(true);
    expect(values.size).toBe(0);
  });

  it("tells the secrets of two data folders apart", async () => {
    const { keychain } = fakeKeychain();
    await (await open(keychain)).set("a", "first");
    const other = await mkdtemp(join(tmpdir(), "quarterdeck-secrets-"));
    const secrets = await openSecrets({ dataFolder: other, log: silentLog, loadKeychain: async () => keychain });
    await secrets.set("a", "second");
    expect(await (await open(keychain)).get("a")).toBe("first");
    await rm(other, { recursive: true });
  });

  for (const mood of ["broken", "stuck"] as const) {
    it(`that is ${mood} from the start gives way to the vault, which says so`, async () => {
      const { keychain, state } = fakeKeychain();
      state.mood = mood;
      const secrets = await open(keychain);
      expect(secrets.kind).toBe("vault");
      expect(notices).toMatchObject([
        { details: { reason: mood === "broken" ? "the collection is locked" : "no answer within 20 ms" } },
      ]);
      await secrets.set("a", "kept");
      expect(await secrets.get("a")).toBe("kept");
    });

    it(`that becomes ${mood} loses nothing: new secrets go to the vault, and back when it is well`, async () => {
      const { keychain, state, values } = fakeKeychain();
      const secrets = await open(keychain);
      await secrets.set("old", "in the keychain");
      await secrets.set("changed", "before");
      state.mood = mood;
      await secrets.set("changed", "after");
      expect(secrets.kind).toBe("vault");
      expect(await secrets.get("changed")).toBe("after");
      await expect(secrets.get("old")).rejects.toMatchObject({ code: "KEYCHAIN_FAILED" });
      await expect(secrets.delete("old")).rejects.toMatchObject({ code: "KEYCHAIN_FAILED" });

      state.mood = "well";
      const later = await open(keychain);
      expect(await later.get("old")).toBe("in the keychain");
      expect(await later.get("changed")).toBe("after");
      expect([...values.values()].sort()).toEqual(["after", "in the keychain"]);
    });
  }

  it("that went away is an error for the secrets in it, not their absence", async () => {
    const { keychain } = fakeKeychain();
    await (await open(keychain)).set("a", "hunter2");
    await expect((await open(null)).get("a")).rejects.toMatchObject({ code: "KEYCHAIN_FAILED" });
  });

  it("is none where its library cannot be loaded or is something else", async () => {
    expect(await loadKeytar("keytar-that-is-not-installed")).toBeNull();
    expect(await loadKeytar("node:path")).toBeNull();
  });
});
