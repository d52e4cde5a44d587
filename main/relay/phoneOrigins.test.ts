import { describe, expect, it } from "vitest";
import { addressUrls, type PhoneAddressing, phoneOrigins, stableUrl } from "./phoneOrigins.ts";

const own: PhoneAddressing = {
  name: "deck",
  port: 8766,
  boundTo: "",
  certificate: { kind: "own-authority", names: ["deck.local", "192.168.1.7"] },
  publicOrigins: [],
};
const files = (...names: string[]): PhoneAddressing => ({ ...own, certificate: { kind: "files", names } });

describe("where phones find this machine", () => {
  it("is its name on the network, which stays", () => {
    expect(stableUrl(own)).toBe("https://deck.local:8766");
    expect(stableUrl({ ...own, publicOrigins: ["https://deck.example.org:443"] })).toBe("https://deck.local:8766");
    expect(stableUrl(files("deck.local"))).toBe("https://deck.local:8766");
  });

  it("is what the user's own certificate is for, where that is another name", () => {
    expect(stableUrl(files("*.example.org", "deck.example.org"))).toBe("https://deck.example.org:8766");
    expect(stableUrl(files("2001:db8::7"))).toBe("https://[2001:db8::7]:8766");
    const proxied = { ...files("internal.example.org"), publicOrigins: ["https://deck.example.org:443"] };
    expect(stableUrl(proxied)).toBe("https://deck.example.org");
    expect(stableUrl(files("*.example.org"))).toBe("https://deck.local:8766");
  });

  it("counts the exact names of that certificate among its own, and no wildcard", () => {
    const origins = phoneOrigins(files("*.example.org", "deck.example.org"), "https");
    expect(origins).toContain("https://deck.example.org:8766");
    expect([...origins].filter((origin) => origin.includes("*"))).toEqual([]);
    expect(phoneOrigins({ ...own, publicOrigins: ["https://deck.example.org:443"] }, "http")).not.toContain(
      "https://deck.example.org:443",
    );
  });

  it("is by address the one it is bound to", () => {
    expect(addressUrls({ port: 1, boundTo: "fd00::1" }, "https")).toEqual(["https://[fd00::1]:1"]);
    for (const url of addressUrls({ port: 1, boundTo: "0.0.0.0" }, "http")) expect(url).toMatch(/^http:\/\/[\d.]+:1$/);
    for (const url of addressUrls({ port: 1, boundTo: "" }, "https"))
      expect(url).not.toMatch(/127\.0\.0\.1|fe80|\[::1\]/);
  });
});
