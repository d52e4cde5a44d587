import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { toStorageError } from "./storageError.ts";
import { writeFileAtomically } from "./writeFileAtomically.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-atomic-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("replaces a file for the user alone and leaves nothing beside it", async () => {
  const path = join(folder, "file");
  await writeFileAtomically(path, "first");
  await writeFileAtomically(path, "second");
  expect(await readFile(path, "utf8")).toBe("second");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["file"]);
});

it("leaves one of the written texts whole when several write at once", async () => {
  const path = join(folder, "file");
  const texts = Array.from({ length: 10 }, (_none, index) => String(index).repeat(100_000));
  await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
  expect(texts).toContain(await readFile(path, "utf8"));
  expect(await readdir(folder)).toEqual(["file"]);
});

it("says STORAGE_FAILED, and keeps what was there, when it cannot write", async () => {
  const path = join(folder, "in the way");
  await mkdir(join(path, "inner"), { recursive: true });
  await expect(writeFileAtomically(path, "text")).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await readdir(folder)).toEqual(["in the way"]);
  await expect(writeFileAtomically(join(folder, "nowhere", "file"), "text")).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    details: { cause: "ENOENT" },
  });
});

it("tells a full disk from other failures, and leaves alone what is none", () => {
  const failure = (code: string) => Object.assign(new Error("write failed"), { code, syscall: "write" });
  expect(toStorageError(failure("ENOSPC"), "writing")).toMatchObject({ code: "DISK_FULL" });
  expect(toStorageError(failure("EDQUOT"), "writing")).toMatchObject({ code: "DISK_FULL" });
  expect(toStorageError(failure("EIO"), "writing")).toMatchObject({
    code: "STORAGE_FAILED",
    details: { cause: "EIO" },
  });
  const bug = new TypeError("not a function");
  expect(toStorageError(bug, "writing")).toBe(bug);
});
