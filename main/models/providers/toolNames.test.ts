import fc from "fast-check";
import { expect, it } from "vitest";
import { createToolNames } from "./toolNames.ts";

it("gives every tool a name of its own that providers accept, and finds it again", () => {
  const name = fc.oneof(
    fc.string({ maxLength: 90 }),
    fc.constantFrom("app.list", "app_list", "app-list", "app_list_2"),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 30 }), (given) => {
      const names = createToolNames(given);
      for (const one of given) {
        expect(names.toWire(one)).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(names.fromWire(names.toWire(one))).toBe(one);
      }
    }),
  );
});

it("leaves an unknown name as the model wrote it", () => {
  expect(createToolNames(["app.list"]).fromWire("no_such_tool")).toBe("no_such_tool");
});
