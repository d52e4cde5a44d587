import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openSecrets } from "#main/core/secrets/openSecrets.ts";
import { silentLog } from "#main/observability/log.ts";
import { pairingOffer } from "#shared/contract/phones.ts";
import { session } from "#shared/contract/sessions.ts";
import { type House, openHouse } from "./house.ts";
import { firstFrame, openSocket, send } from "./ways.ts";

/** Secrets are not logged, and lie nowhere but where they belong: everything is done once, at debug level, and then looked for. */
describe("what is written down", () => {
  let house: House;
  /** Everything secret that was used, by what it is. */
  const secrets = new Map<string, string>();
  let level: string;
  beforeAll(async () => {
    house = await openHouse();
    await useEverything(house, secrets);
    const { values } = z
      .object({ values: z.object({ "logging.level": z.string() }) })
      .parse(await house.call("GET", "/settings"));
    level = values["logging.level"];
    await house.stop();
    const kept = await openSecrets({ dataFolder: house.dataFolder, log: silentLog });
    const identity = z
      .object({ d: z.string() })
      .parse(JSON.parse((await kept.get("quarterdeck.relay-identity")) ?? "{}"));
    secrets.set("the server's own key", identity.d);
    for (const name of ["quarterdeck.tls-authority", "quarterdeck.tls-leaf"]) {
      const key = await kept.get(name);
      if (key === null) throw new Error(`${name} is not there`);
      // A line of the key's middle, in whatever form it is kept.
      secrets.set(name, /[\w+/=-]{32,}/.exec(key.replace(/-----[A-Z ]+-----/g, ""))?.[0] ?? key);
    }
  }, 90_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it("was written at all: the log tells that a phone was paired and refused", async () => {
    const logs = await everyFile(join(house.dataFolder, "logs"));
    expect(logs.length).toBeGreaterThan(0);
    const text = logs.map(({ content }) => content.toString()).join("");
    for (const said of ["A phone was paired", "wrong code or link"]) expect(text).toContain(said);
    expect(level).toBe("debug");
    expect(secrets.size).toBe(16);
  });

  it("holds no secret in the logs, the database, the settings, the certificates or anywhere else in the data folder", async () => {
    for (const { path, content } of await everyFile(house.dataFolder))
      for (const [name, secret] of secrets) {
        expect([path, name, content.includes(secret)]).toEqual([path, name, false]);
      }
  });

  it("is readable by the user alone", async () => {
    const files = (await everyFile(house.dataFolder)).map(({ path }) => path);
    const names = files.map((path) => basename(path));
    expect(names).toEqual(expect.arrayContaining(["quarterdeck.db", "config.json", "quarterdeck.log", "leaf.pem"]));
    for (const path of [house.dataFolder, ...files]) {
      const { mode } = await stat(path);
      expect([path, mode & 0o077]).toEqual([path, 0]);
    }
  });
});

async function useEverything(house: House, secrets: Map<string, string>): Promise<void> {
  const { machine, network } = house;
  secrets.set("the control token", house.controlToken);
  secrets.set("a login code", house.loginCode);
  const login = await send(machine, "/auth/login", { method: "POST", json: { code: house.loginCode } });
  const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
  secrets.set("a login cookie", cookie.slice(cookie.indexOf("=") + 1));

  const { token } = await house.createToken(["admin"]);
  secrets.set("a token", token);
  const wrongToken = `qd_${"w".repeat(43)}`;
  secrets.set("a wrong token", wrongToken);
  for (const way of house.ways)
    for (const shown of [token, wrongToken]) {
      await send(way, `/api/v1/me?token=${shown}`, { headers: { authorization: `Bearer ${shown}` } });
      await send(way, `/${shown}`);
      await send(way, "/api/v1/me", { headers: { authorization: `Basic ${shown}`, cookie: `x=${shown}` } });
      (await openSocket(way, { token: shown }, { query: { token: shown } })).socket.disconnect();
      (await firstFrame(way, { token: shown }, `/ws?token=${shown}`)).socket.terminate();
    }

  const phone = await house.pairPhone(["watch", "steer"]);
  secrets.set("a pairing link's secret", phone.secret);
  secrets.set("what a phone names its pairing by", phone.request);
  const proof = await phone.proof();
  secrets.set("a phone's proof", proof.signature);
  const { socket } = await openSocket(network, { phone: proof });
  socket.disconnect();
  const forged = Buffer.alloc(64, 7).toString("base64url");
  secrets.set("a wrong proof", forged);
  await openSocket(network, { phone: { ...(await phone.proof()), signature: forged } });

  const offer = pairingOffer.parse(await house.call("POST", "/pairing/offers", { scopes: ["watch"] }));
  const wrongSecret = "wrongwrongwrongwrongwrongwrong12";
  secrets.set("a wrong link's secret", wrongSecret);
  secrets.set("a second link's secret", new URL(offer.link).hash.replace("#pair=", ""));
  const { publicKey, commitment } = phone;
  const proofs = [
    { kind: "secret", secret: wrongSecret },
    { kind: "secret", secret: [wrongSecret] },
    { kind: wrongSecret },
  ];
  for (const given of proofs)
    await send(network, `/auth/pairing/begin?pair=${wrongSecret}`, {
      method: "POST",
      json: { proof: given, publicKey, commitment, name: "Wrong" },
    });
  await house.call("DELETE", `/pairing/offers/${offer.id}`);

  const value = "a-tool-secret-5f2c91";
  secrets.set("a tool's secret", value);
  await house.call("PUT", "/secrets/tool-key", { value });
  const seenFile = join(house.folder, "seen");
  const started = session.parse(
    await house.call("POST", "/sessions", {
      tool: "shell",
      arguments: ["-c", 'printf "%s\\n%s" "$TOOL_KEY" "$QUARTERDECK_HOOK_SECRET" > "$SEEN"; exec sleep 60'],
      environment: { TOOL_KEY: "secret:tool-key", SEEN: seenFile },
    }),
  );
  const seen = await whenWritten(seenFile);
  const [given, hookSecret = ""] = seen.split("\n");
  if (given !== value) throw new Error("the tool did not get its secret");
  if (hookSecret.length < 20) throw new Error("the tool did not get its hook's secret");
  secrets.set("a session's hook secret", hookSecret);
  await send(machine, `/hook?secret=${hookSecret}`, {
    method: "POST",
    headers: { authorization: `Bearer ${hookSecret}` },
    json: { tool: "shell", event: "no such event", payload: {} },
  });
  await house.call("POST", `/sessions/${started.id}/stop`);
  await house.call("GET", "/diagnostics");
}

/** The two lines that the tool wrote, once both are there. */
async function whenWritten(file: string): Promise<string> {
  return await vi.waitFor(
    async () => {
      const text = await readFile(file, "utf8");
      expect(text).toContain("\n");
      return text;
    },
    { timeout: 10_000 },
  );
}

async function everyFile(folder: string): Promise<{ path: string; content: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return await Promise.all(files.map(async (path) => ({ path, content: await readFile(path) })));
}
