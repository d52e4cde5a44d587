import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import configuration from "../../.dependency-cruiser.mjs";
import { findViolations } from "./cruise.mjs";

type Files = Readonly<Record<string, string>>;

const checkout = fileURLToPath(new URL("../../", import.meta.url));
const value = "export const value = 1;\n";
const type = "export interface Type { readonly value: number }\n";

/** For each rule, files of which at least one breaks it, and breaks no other. */
const broken: Readonly<Record<string, Files>> = {
  resolvable: { "main/tools/one.ts": 'import "./nowhere.ts";' },
  "no-cycles": {
    "renderer/shell/one.ts": 'import type { Two } from "./two.ts";\nexport type One = Two;',
    "renderer/shell/two.ts": 'import type { One } from "./one.ts";\nexport type Two = One | null;',
  },
  "no-cycles-in-tools": {
    "bench/one.ts": 'import { two } from "./two.ts";\nexport const one = () => two;',
    "bench/two.ts": 'import { one } from "./one.ts";\nexport const two = () => one;',
  },
  "shared-is-pure": { "shared/one.ts": 'import type { Socket } from "node:net";\nexport type One = Socket;' },
  "preload-knows-types-only": {
    "preload/one.ts": 'import { value } from "#shared/value.ts";\nvalue;',
    "shared/value.ts": value,
  },
  "preload-imports-shared-only": {
    "preload/one.ts": 'import type { Type } from "#main/electron/type.ts";\nexport type One = Type;',
    "main/electron/type.ts": type,
  },
  "parts-do-not-meet": {
    "main/tools/one.ts": 'import type { Type } from "../sessions/type.ts";\nexport type One = Type;',
    "main/sessions/type.ts": type,
  },
  "main-imports-no-renderer": {
    "main/core/one.ts": 'import type { Type } from "#renderer/shell/type.ts";\nexport type One = Type;',
    "renderer/shell/type.ts": type,
  },
  "renderer-imports-no-main": {
    "renderer/shell/one.ts": 'import type { Type } from "#main/core/type.ts";\nexport type One = Type;',
    "main/core/type.ts": type,
  },
  "renderer-has-no-node": { "renderer/shell/one.ts": 'import { join } from "node:path";\njoin("a");' },
  "features-do-not-meet": {
    "renderer/features/sessions/one.ts": 'import { value } from "../settings/value.ts";\nvalue;',
    "renderer/features/settings/value.ts": value,
  },
  "ui-knows-no-domain": {
    "renderer/ui/one.ts": 'import { value } from "#shared/value.ts";\nvalue;',
    "shared/value.ts": value,
  },
  "program-imports-no-tools": {
    "main/core/one.ts": 'import { value } from "../storage/testing.ts";\nvalue;',
    "main/storage/testing.ts": value,
  },
  "one-place-for-electron": { "main/tools/one.ts": 'import type { App } from "electron";\nexport type One = App;' },
  "one-place-for-node-pty": { "main/sessions/one.ts": 'import { spawn } from "node-pty";\nspawn;' },
  "one-place-for-better-sqlite3": { "main/sessions/one.ts": 'import Database from "better-sqlite3";\nDatabase;' },
  "one-place-for-keytar": { "main/storage/one.ts": 'export const keychain = () => import("keytar");' },
  "one-place-for-electron-log": { "main/core/one.ts": 'import log from "electron-log/node";\nlog;' },
  "one-place-for-prom-client": { "main/core/one.ts": 'import { Counter } from "prom-client";\nCounter;' },
  "one-place-for-ai-ai-sdk-": { "main/chat/one.ts": 'export const sdk = () => import("@ai-sdk/anthropic");' },
  "one-place-for-fastify-fastify-socket-io-ws": {
    "main/sessions/one.ts": 'import { Server } from "socket.io";\nServer;',
  },
};

/** What the architecture allows, in one house: no rule may stand in its way. */
const allowed: Files = {
  "shared/errors.ts": 'import { z } from "zod";\nexport const errors = z.string();',
  "main/core/scope.ts": "export class Scope {}",
  "main/storage/database.ts": 'import Database from "better-sqlite3";\nexport const open = () => new Database();',
  "main/sessions/sessions.ts":
    'import { errors } from "#shared/errors.ts";\nimport { Scope } from "../core/scope.ts";\nimport { open } from "../storage/database.ts";\nexport const sessions = [errors, Scope, open];',
  "main/core/core.ts": 'import { sessions } from "../sessions/sessions.ts";\nexport const core = sessions;',
  "preload/preload.ts":
    'import type { errors } from "#shared/errors.ts";\nimport { contextBridge } from "electron";\nexport type E = typeof errors;\ncontextBridge;',
};

let house: string;

beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), "quarterdeck-boundaries-"));
  await symlink(join(checkout, "node_modules"), join(house, "node_modules"));
  await symlink(join(checkout, "package.json"), join(house, "package.json"));
});

afterEach(async () => {
  await rm(house, { recursive: true, force: true });
});

async function violationsOf(files: Files): Promise<readonly string[]> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, file)), { recursive: true });
    await writeFile(join(house, file), text);
  }
  const folders = [...new Set(Object.keys(files).map((file) => file.split("/")[0] ?? ""))];
  return [...new Set((await findViolations(folders, house)).map(({ rule }) => rule))];
}

describe("each boundary is watched", () => {
  test.each((configuration.forbidden ?? []).map(({ name }) => name ?? ""))("%s", async (rule) => {
    const files = broken[rule];
    expect(files, "every rule has files that break it").toBeDefined();
    expect(await violationsOf(files ?? {})).toContain(rule);
  });
});

test("what the architecture allows breaks no rule", async () => {
  expect(await violationsOf(allowed)).toEqual([]);
});
