import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerAppRequest } from "./appFiles.ts";

let folder: string;
let renderer: string;
const get = (path: string, method = "GET") => answerAppRequest({ method, url: `app://quarterdeck${path}` }, renderer);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-app-files-"));
  renderer = join(folder, "renderer");
  await mkdir(join(renderer, "assets"), { recursive: true });
  await writeFile(join(renderer, "index.html"), "<title>Quarterdeck</title>");
  await writeFile(join(renderer, "assets", "main-1a2b.js"), "export {};");
  await writeFile(join(renderer, "unknown.kind"), "?");
  await writeFile(join(folder, "secret.json"), "{}");
  await mkdir(join(folder, "renderer-old"));
  await writeFile(join(folder, "renderer-old", "index.html"), "old");
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

test("the page comes with a policy that names no other place and lets no inline script run", async () => {
  const response = await get("/");
  expect(await response.text()).toBe("<title>Quarterdeck</title>");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  expect(response.headers.get("cache-control")).toBe("no-cache");
});

test("files with a hash in their name may be kept for good", async () => {
  const response = await get("/assets/main-1a2b.js?v=1#x");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(response.headers.get("cache-control")).toContain("immutable");
});

test.each([
  ["a file that is not there", "/missing.js"],
  ["a folder", "/assets"],
  ["a folder with a file's ending", "/assets/"],
  ["a kind of file the app has none of", "/unknown.kind"],
  ["the folder above", "/..%2fsecret.json"],
  ["the folder above, written with backslashes", "/..%5csecret.json"],
  ["a folder whose name begins alike", "/..%2frenderer-old/index.html"],
  ["a name cut short by a zero", "/index.html%00.js"],
  ["a name that is not text", "/%ff.js"],
])("%s is not found", async (_what, path) => {
  const response = await get(path);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("another host of the scheme has no files", async () => {
  expect((await answerAppRequest({ method: "GET", url: "app://elsewhere/index.html" }, renderer)).status).toBe(404);
});

test("nothing can be sent to it", async () => {
  expect((await get("/", "POST")).status).toBe(405);
});
