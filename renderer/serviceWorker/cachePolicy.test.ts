import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cachePolicy } from "./cachePolicy.ts";

const origin = "https://deck.local:8766";
const kept = new Set(["/assets/index-1.js", "/icon.svg"]);
const policy = (path: string, more: { method?: string; isNavigation?: boolean } = {}) =>
  cachePolicy({ method: "GET", isNavigation: false, url: `${origin}${path}`, ...more }, origin, kept);

describe("what the service worker keeps", () => {
  test("is the page and the files of this build", () => {
    expect(policy("/", { isNavigation: true })).toBe("page");
    expect(policy("/assets/index-1.js")).toBe("kept");
    expect(policy("/assets/index-2.js")).toBe("leave");
    expect(policy("/icon.svg")).toBe("kept");
  });

  test("is never anything of the server's: data, signing in, the link", () => {
    const part = fc.constantFrom("api", "auth", "socket.io", "ws", "hook", "healthz", "readyz", "metrics");
    fc.assert(
      fc.property(part, fc.webPath(), fc.boolean(), (name, rest, isNavigation) => {
        expect(policy(`/${name}${rest}`.replace(/([^/])\/\//, "$1/"), { isNavigation })).toBe("leave");
      }),
    );
  });

  test("is nothing that is sent, and nothing of another origin", () => {
    expect(policy("/", { method: "POST", isNavigation: true })).toBe("leave");
    const foreign = { method: "GET", url: "https://elsewhere.example/icon.svg", isNavigation: false };
    expect(cachePolicy(foreign, origin, kept)).toBe("leave");
  });
});
