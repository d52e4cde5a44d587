import { expect, test } from "vitest";
import { isAllowedExternalLink } from "./allowedLinks.ts";

test.each(["https://example.org/a?b=c#d", "http://127.0.0.1:8765/", "mailto:crew@example.org"])(
  "%s may leave the app",
  (address) => {
    expect(isAllowedExternalLink(address)).toBe(true);
  },
);

test.each([
  ["a file", "file:///etc/passwd"],
  ["a program registered with the system", "ms-msdt:/id PCWDiagnostic"],
  ["a network share", "smb://server/share"],
  ["a script", "javascript:alert(1)"],
  ["our own scheme", "app://quarterdeck/"],
  ["credentials that make another host look like the one named", "https://github.com@evil.example/"],
  ["no address at all", "not an address"],
  ["an address of absurd length", `https://example.org/${"a".repeat(3000)}`],
])("%s may not", (_what, address) => {
  expect(isAllowedExternalLink(address)).toBe(false);
});
