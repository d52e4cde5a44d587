import { describe, expect, it } from "vitest";
import { parseEnvironment } from "./environmentLines.ts";

describe("environment additions", () => {
  it("are read line by line, values as they stand", () => {
    expect(parseEnvironment('# proxy\nHTTP_PROXY=http://a:1/?x=y\n\nEMPTY=\nQUOTED="a b"\r\n')).toEqual({
      kind: "environment",
      environment: { HTTP_PROXY: "http://a:1/?x=y", EMPTY: "", QUOTED: '"a b"' },
    });
  });

  it("name the line that cannot be read", () => {
    expect(parseEnvironment("A=1\nB")).toEqual({ kind: "problem", line: 2, problem: "no-equals", name: "B" });
    expect(parseEnvironment("1A=1")).toMatchObject({ problem: "bad-name" });
    expect(parseEnvironment("A=1\nA=2")).toMatchObject({ line: 2, problem: "twice", name: "A" });
  });

  it("cannot smuggle in a property of all objects", () => {
    expect(parseEnvironment("__proto__=x")).toMatchObject({ kind: "environment" });
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });
});
