import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { environmentValue, secretName } from "#shared/configuration/secretReference.ts";
import { silentLog } from "../../observability/log.ts";
import { openSecrets } from "./openSecrets.ts";
import { createSecretCalls } from "./secretCalls.ts";
import { secretsOnDemand } from "./secretsOnDemand.ts";

it("opens once for all who ask, and again after a failure", async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-secrets-"));
  onTestFinished(() => rm(dataFolder, { recursive: true }));
  let tries = 0;
  const reach = secretsOnDemand(async () => {
    tries += 1;
    if (tries === 1) throw new Error("not yet");
    return await openSecrets({ dataFolder, log: silentLog, loadKeychain: async () => null });
  });
  await expect(reach()).rejects.toThrow("not yet");
  const [first, second] = await Promise.all([reach(), reach()]);
  expect(first).toBe(second);
  expect(tries).toBe(2);

  const calls = createSecretCalls(reach);
  expect(await calls.set("openai-key", "hunter2")).toEqual({ name: "openai-key", place: "vault" });
  expect(await calls.set("a", "b")).toEqual({ name: "a", place: "vault" });
  expect(await calls.list()).toEqual([
    { name: "a", place: "vault" },
    { name: "openai-key", place: "vault" },
  ]);
  expect(await calls.delete("a")).toEqual({ name: "a" });
  await expect(calls.delete("a")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND", details: { name: "a" } });
});

it("keeps the app's own keys out of people's reach, in the contract and behind it", async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-secrets-"));
  onTestFinished(() => rm(dataFolder, { recursive: true }));
  const reach = secretsOnDemand(() => openSecrets({ dataFolder, log: silentLog, loadKeychain: async () => null }));
  const own = "quarterdeck.relay-identity";
  await (await reach()).set(own, "the key");

  const calls = createSecretCalls(reach);
  await calls.set("quarterdeck", "a user's own");
  expect(await calls.list()).toEqual([{ name: "quarterdeck", place: "vault" }]);
  await expect(calls.set(own, "mine")).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(calls.delete(own)).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  expect(await (await reach()).get(own)).toBe("the key");

  expect(secretName.safeParse(own).success).toBe(false);
  expect(secretName.safeParse("quarterdeck-key").success).toBe(true);
  expect(environmentValue.safeParse(`secret:${own}`).success).toBe(false);
  expect(environmentValue.safeParse("secret:quarterdeck-key").success).toBe(true);
});
