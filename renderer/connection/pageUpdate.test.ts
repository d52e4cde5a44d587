import { describe, expect, test } from "vitest";
import { pageUpdate } from "./pageUpdate.ts";

const same = { page: "1.0.0", server: "1.0.0", reloadedFor: null, isBusy: false };

describe("a page after the server was updated", () => {
  test("stays while the versions are the same, or one is not known", () => {
    expect(pageUpdate(same)).toBe("none");
    expect(pageUpdate({ ...same, server: null })).toBe("none");
    expect(pageUpdate({ ...same, page: undefined })).toBe("none");
  });

  test("reloads by itself when the server is another version", () => {
    expect(pageUpdate({ ...same, server: "1.1.0" })).toBe("reload");
    expect(pageUpdate({ ...same, server: "0.9.0" })).toBe("reload");
  });

  test("only offers it while something is unsent, and after reloading did not help", () => {
    expect(pageUpdate({ ...same, server: "1.1.0", isBusy: true })).toBe("offer");
    expect(pageUpdate({ ...same, server: "1.1.0", reloadedFor: "1.1.0" })).toBe("offer");
    expect(pageUpdate({ ...same, server: "1.2.0", reloadedFor: "1.1.0" })).toBe("reload");
  });
});
