import { expect, test } from "vitest";
import { takeMode } from "./modes.mjs";

test("the mode's flag is taken out, in both spellings, and the rest is the program's", () => {
  expect(takeMode(["--setup=minimal", "serve", "--port", "0"], {})).toEqual({
    mode: "minimal",
    rest: ["serve", "--port", "0"],
  });
  expect(takeMode(["serve", "--setup", "full", "--json"], {})).toEqual({ mode: "full", rest: ["serve", "--json"] });
});

test("the flag is stronger than the environment; without either it is as last time", () => {
  expect(takeMode(["--setup=minimal"], { QUARTERDECK_SETUP: "full" }).mode).toBe("minimal");
  expect(takeMode([], { QUARTERDECK_SETUP: "full" }).mode).toBe("full");
  expect(takeMode([], { QUARTERDECK_SETUP: "" }).mode).toBeNull();
});

test("an unknown mode is refused with the ones there are", () => {
  expect(() => takeMode(["--setup=tiny"], {})).toThrow("The modes are minimal, production, development, full");
  expect(() => takeMode(["--setup"], {})).toThrow("The modes are");
});
