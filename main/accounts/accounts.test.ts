import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scope } from "../core/scope.ts";
import { silentLog } from "../observability/log.ts";
import { databaseFileName, openDatabase } from "../storage/openDatabase.ts";
import { createAccounts } from "./accounts.ts";
import { createSecret } from "./secrets.ts";

const minute = 60_000;
const day = 86_400_000;

describe("accounts", () => {
  let scope: Scope;
  let dataFolder: string;
  let now = 1_000_000_000_000;
  const controlToken = createSecret("qd_control_");
  const open = () => {
    const { database } = scope.use(openDatabase({ dataFolder, log: silentLog }));
    return scope.use(createAccounts({ database, log: silentLog, controlToken, now: () => now }));
  };

  beforeEach(async () => {
    scope = new Scope();
    dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-accounts-"));
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    await rm(dataFolder, { recursive: true, force: true });
  });

  it("knows a token again after a restart, and keeps nothing it could be read from", async () => {
    const { token, ...info } = await open().tokens.create("build", ["watch", "start", "watch"]);
    expect(Buffer.from(token.slice(3), "base64url")).toHaveLength(32);
    await scope[Symbol.asyncDispose]();
    const onDisk = await readFile(join(dataFolder, databaseFileName), "latin1");
    expect(onDisk).toContain("build");
    expect(onDisk).not.toContain(token.slice(3));
    scope = new Scope();
    const again = open();
    expect(await again.tokens.list()).toEqual([{ ...info, scopes: ["watch", "start"] }]);
    expect(await again.authenticate({ kind: "token", token })).toEqual({
      kind: "token",
      label: "build",
      scopes: ["watch", "start"],
      credentialId: info.id,
    });
  });

  it("refuses a revoked token at once and tells whose connections must end", async () => {
    const accounts = open();
    const revoked: string[] = [];
    accounts.onRevoked((id) => revoked.push(id));
    const { id, token } = await accounts.tokens.create("build", ["admin"]);
    expect(await accounts.authenticate({ kind: "token", token })).not.toBeNull();
    await accounts.tokens.revoke(id);
    expect(await accounts.authenticate({ kind: "token", token })).toBeNull();
    expect(revoked).toEqual([id]);
    expect(await accounts.tokens.list()).toEqual([]);
    await expect(accounts.tokens.revoke(id)).rejects.toMatchObject({ code: "VALIDATION" });
    expect(revoked).toEqual([id]);
  });

  it("notes when a token was last used, at most once a minute", async () => {
    const accounts = open();
    const { token } = await accounts.tokens.create("build", ["watch"]);
    const lastUsed = async () => (await accounts.tokens.list())[0]?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await accounts.authenticate({ kind: "token", token });
    const first = now;
    expect(await lastUsed()).toBe(first);
    now += minute / 2;
    await accounts.authenticate({ kind: "token", token });
    expect(await lastUsed()).toBe(first);
    now += minute;
    await accounts.authenticate({ kind: "token", token });
    expect(await lastUsed()).toBe(now);
  });

  it("lets nobody in with a hash, a login as a token, a token as a login, or nothing", async () => {
    const accounts = open();
    const { token } = await accounts.tokens.create("build", ["watch"]);
    const login = await accounts.logins.redeem(accounts.logins.createCode(), "Browser");
    expect(await accounts.authenticate({ kind: "login", secret: token })).toBeNull();
    expect(await accounts.authenticate({ kind: "token", token: login?.secret ?? "" })).toBeNull();
    expect(await accounts.authenticate({ kind: "token", token: "" })).toBeNull();
    expect(await accounts.authenticate({ kind: "login", secret: "" })).toBeNull();
    expect(await accounts.authenticate({ kind: "token", token: controlToken })).toMatchObject({
      kind: "command-line",
      scopes: ["admin"],
    });
    expect(await accounts.authenticate({ kind: "login", secret: controlToken })).toBeNull();
  });

  it("takes a login code once and within five minutes", async () => {
    const { logins } = open();
    const code = logins.createCode();
    now += 5 * minute - 1;
    expect(await logins.redeem(code, "Browser")).not.toBeNull();
    expect(await logins.redeem(code, "Browser")).toBeNull();
    const late = logins.createCode();
    now += 5 * minute;
    expect(await logins.redeem(late, "Browser")).toBeNull();
  });

  it("voids every open code after ten wrong tries", async () => {
    const { logins } = open();
    const code = logins.createCode();
    for (let attempt = 0; attempt < 9; attempt += 1) await logins.redeem(`wrong-${attempt}`, "Browser");
    const stillGood = logins.createCode();
    expect(await logins.redeem(stillGood, "Browser")).not.toBeNull();
    for (let attempt = 0; attempt < 10; attempt += 1) await logins.redeem(`wrong-${attempt}`, "Browser");
    expect(await logins.redeem(code, "Browser")).toBeNull();
  });

  it("keeps a browser signed in for thirty days, across restarts, until it signs out", async () => {
    const first = open();
    const login = await first.logins.redeem(first.logins.createCode(), "Firefox on Linux");
    const secret = login?.secret ?? "";
    await scope[Symbol.asyncDispose]();
    scope = new Scope();
    const accounts = open();
    now += 30 * day - 1;
    const caller = await accounts.authenticate({ kind: "login", secret });
    expect(caller).toMatchObject({ kind: "browser", label: "Firefox on Linux", scopes: ["admin"] });
    now += 1;
    expect(await accounts.authenticate({ kind: "login", secret })).toBeNull();
    const other = await accounts.logins.redeem(accounts.logins.createCode(), "Chrome");
    const revoked: string[] = [];
    accounts.onRevoked((id) => revoked.push(id));
    await accounts.logins.end(other?.caller.credentialId ?? "");
    expect(await accounts.authenticate({ kind: "login", secret: other?.secret ?? "" })).toBeNull();
    expect(revoked).toEqual([other?.caller.credentialId]);
  });
});
