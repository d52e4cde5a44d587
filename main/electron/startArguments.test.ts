import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readStart } from "./startArguments.ts";

const packaged = (...own: string[]) => readStart(["/opt/Quarterdeck/quarterdeck", ...own], true);
const unpackaged = (...own: string[]) =>
  readStart(["/electron", "--no-sandbox", "--inspect=0", "/home/me/app", ...own], false);

test.each([["serve", "--port", "0"], ["sessions", "list"], ["doctor"], ["--version"]])(
  "a packaged app is the command for %s",
  (...own) => {
    expect(packaged(...own)).toEqual({ kind: "command", arguments: own });
  },
);

test("unpackaged, Electron's switches and the app's folder are not ours", () => {
  expect(unpackaged("--data-dir", "/data", "--port", "0", "--debug")).toEqual({
    kind: "desktop",
    dataFolder: "/data",
    overrides: { "server.port": "0" },
    isDebug: true,
    missingListener: null,
  });
});

test("`desktop`, and switches meant for Chromium, open the window", () => {
  expect(packaged("desktop", "--data-dir", "here")).toMatchObject({ kind: "desktop", dataFolder: resolve("here") });
  expect(packaged("--ozone-platform=wayland", "--no-sandbox")).toMatchObject({
    kind: "desktop",
    overrides: {},
    isDebug: false,
  });
});

test("the listener for phones is turned on, and its port chosen", () => {
  expect(packaged("--lan", "--lan-port", "0")).toMatchObject({
    overrides: { "relay.enabled": true, "relay.port": "0" },
    missingListener: null,
  });
});

test("a listener that there is not yet is not passed over in silence", () => {
  expect(unpackaged("--devices", "--device-port", "8000")).toMatchObject({ missingListener: "devices" });
});
