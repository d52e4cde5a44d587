import { expect, it } from "vitest";
import { makeConfigurationFolders } from "./configuration/configurationTestKit.ts";
import { createToolPermissionKeeper } from "./toolPermissionKeeper.ts";

it("keeps every answer that a person gives, at the same time too, and goes on after one that could not be kept", async () => {
  await using folders = await makeConfigurationFolders();
  await using configuration = await folders.load();
  const keep = createToolPermissionKeeper(configuration);
  const kept = [keep("app.one", "allow"), keep("x".repeat(200), "allow"), keep("app.two", "deny")];
  const outcomes = await Promise.allSettled(kept);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(configuration.current.chat.toolPermissions).toEqual({ "app.one": "allow", "app.two": "deny" });
});
