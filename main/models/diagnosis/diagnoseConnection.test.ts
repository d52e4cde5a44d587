import { createServer } from "node:http";
import { afterEach, expect, it } from "vitest";
import type { ModelTest } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import { startChatServer } from "../../../e2e/helpers/modelServer/chatServer.ts";
import { says, type Turn } from "../../../e2e/helpers/modelServer/turn.ts";
import { Scope } from "../../core/scope.ts";
import type { ModelsDeps } from "../createModels.ts";
import { openModelsBench, serverSettings, testKey } from "../modelsTestKit.ts";

let scope = new Scope();
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
  scope = new Scope();
});

async function diagnose(url: string, more: Partial<ModelsDeps> = {}, key = "openai"): Promise<ModelTest> {
  const bench = scope.use(await openModelsBench(serverSettings(url), more));
  return await bench.models.test(key);
}

const serve = async (turn: Turn, models: readonly string[] = ["gpt-standin", "claude-standin"]) =>
  scope.use(await startChatServer([turn], { models }));

/** The step that failed, what was said, and that nothing after it was tried. */
function failed({ isUsable, steps }: ModelTest) {
  expect(isUsable).toBe(false);
  const index = steps.findIndex(({ state }) => state === "failed");
  expect(steps).toHaveLength(6);
  expect(steps.slice(index + 1).every(({ state }) => state === "skipped")).toBe(true);
  return steps[index];
}

it.each(["openai", "anthropic"])("finds nothing wrong with a good one (%s), and shows what it said", async (key) => {
  const server = await serve(says("ready"));
  const test = await diagnose(server.url, {}, key);
  expect(test).toMatchObject({ isUsable: true, answer: "ready" });
  expect(test.firstTokenMs).toBeGreaterThanOrEqual(0);
  expect(test.steps.map(({ state }) => state)).toEqual(["ok", "ok", "ok", "ok", "ok", "ok"]);
});

it("says that the key is missing, by its name", async () => {
  const resolveSecret = async (): Promise<never> => {
    throw new AppError("SECRET_NOT_FOUND", { details: { name: "test-key" } });
  };
  expect(failed(await diagnose("http://127.0.0.1:2", { resolveSecret }))).toMatchObject({
    step: "key",
    detail: expect.stringContaining("“test-key”"),
  });
});

it.each([
  ["http://no-such-host.invalid", "no-such-host.invalid"],
  ["http://127.0.0.1:2", "Nothing answers at 127.0.0.1:2"],
  // Fetch itself refuses this port.
  ["http://127.0.0.1:9", "bad port"],
])("says what is wrong with the address %s", async (url, words) => {
  expect(failed(await diagnose(url))).toMatchObject({ step: "address", detail: expect.stringContaining(words) });
});

it("says that https was meant to be http", async () => {
  const server = await serve(says("ready"));
  const test = await diagnose(server.url.replace("http:", "https:"));
  expect(failed(test)).toMatchObject({ step: "address", detail: expect.stringContaining("https or http") });
});

it("says that something else answers there, in the user's language", async () => {
  const page = createServer((_request, response) => response.writeHead(200).end("<html>Router</html>"));
  const { promise, resolve } = Promise.withResolvers<void>();
  page.listen(0, "127.0.0.1", resolve);
  await promise;
  scope.defer(() => void page.close());
  const address = page.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const test = await diagnose(`http://127.0.0.1:${port}`, { language: () => "zh-CN" });
  expect(failed(test)).toMatchObject({ step: "server", detail: expect.stringContaining("不是模型接口") });
});

it("says that the key was refused, without showing it", async () => {
  const server = await serve({ kind: "status", status: 401, message: `Incorrect key ${testKey}` });
  const test = await diagnose(server.url);
  expect(failed(test)).toMatchObject({ step: "answer", detail: expect.stringContaining("refused the key") });
  expect(JSON.stringify(test)).not.toContain(testKey);
});

it("names the models that look like the one asked for", async () => {
  const server = await serve(says("ready"), ["gpt-standing", "gpt-stand-in", "text-embedding"]);
  expect(failed(await diagnose(server.url))).toMatchObject({
    step: "model",
    detail: "It has no gpt-standin. Similar: gpt-standing, gpt-stand-in.",
  });
});

it("says that there is no such model here", async () => {
  const bench = scope.use(await openModelsBench({}));
  await expect(bench.models.test("gone")).rejects.toMatchObject({ code: "MODEL_NOT_CONFIGURED" });
});
