import { expect, it } from "vitest";
import { defaultConfiguration } from "#shared/configuration/configurationSchema.ts";
import { printConfiguration } from "./printConfiguration.ts";

it("prints every setting with where it comes from, references as they are, and no secret", () => {
  const tool = {
    key: "mine",
    name: "Mine",
    command: "mine",
    arguments: [],
    icon: "",
    color: "#808080",
    description: "",
  };
  const current = {
    ...defaultConfiguration(),
    tools: [{ ...tool, environment: { API_TOKEN: "hunter2", OTHER_TOKEN: "secret:mine" } }],
  };
  const text = printConfiguration({
    current,
    origins: { "server.port": "QUARTERDECK_SERVER_PORT", tools: "config.json" },
  });
  expect(text).toContain("server.port = 8765  (QUARTERDECK_SERVER_PORT)\n");
  expect(text).toContain('server.host = "127.0.0.1"  (default)\n');
  expect(text).toContain('"OTHER_TOKEN":"secret:mine"');
  expect(text).toContain("(config.json)");
  expect(text).not.toContain("hunter2");
});
