import { expect, it, vi } from "vitest";
import { resolveReferences } from "./resolveReferences.ts";

const reach = async () => ({ get: async (name: string) => (name === "openai-key" ? "hunter2" : null) });

it("puts secrets where their references stand and leaves the rest alone", async () => {
  const environment = { KEY: "secret:openai-key", MODE: "fast", NOTE: "see secret:openai-key" };
  expect(await resolveReferences(environment, reach)).toEqual({ ...environment, KEY: "hunter2" });
});

it("names the secret that is missing and the variable that wants it", async () => {
  await expect(resolveReferences({ KEY: "secret:gone" }, reach)).rejects.toMatchObject({
    code: "SECRET_NOT_FOUND",
    details: { name: "gone", variable: "KEY" },
  });
});

it("does not open a keychain for variables without references", async () => {
  const opened = vi.fn(reach);
  await resolveReferences({ MODE: "fast" }, opened);
  expect(opened).not.toHaveBeenCalled();
});

it("has none of the app's own keys for a tool, and does not even look", async () => {
  const opened = vi.fn(async () => ({ get: async () => "the key itself" }));
  for (const name of ["quarterdeck.relay-identity", "quarterdeck.tls-authority", "quarterdeck.", "quarterdeck.X"])
    await expect(resolveReferences({ KEY: `secret:${name}` }, opened)).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
      details: { name, variable: "KEY" },
    });
  expect(opened).not.toHaveBeenCalled();
});
