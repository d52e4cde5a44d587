import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contentOf, filesOf, looksOf } from "./fingerprint.mjs";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-fingerprint-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("a file that was only touched looks changed but has the same content", async () => {
  const file = join(folder, "one.ts");
  await writeFile(file, "one");
  const before = { looks: looksOf([file]), content: contentOf([file]) };
  await utimes(file, new Date(0), new Date(0));
  expect(looksOf([file])).not.toBe(before.looks);
  expect(contentOf([file])).toBe(before.content);
});

test("another content of the same length is another content", async () => {
  const file = join(folder, "one.ts");
  await writeFile(file, "one");
  const before = contentOf([file]);
  await writeFile(file, "two");
  expect(contentOf([file])).not.toBe(before);
});

test("tests are not part of what is built", () => {
  const files = filesOf(["scripts/setup"]);
  expect(files.some((file) => file.endsWith("fingerprint.mjs"))).toBe(true);
  expect(files.filter((file) => file.includes(".test."))).toEqual([]);
});
