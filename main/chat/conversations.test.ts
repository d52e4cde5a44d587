import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ModelEvent } from "../models/contract.ts";
import { caller, hang, model, newId, openChatBench, say } from "./chatTestKit.ts";
import { Follower, textIn } from "./followerTestKit.ts";

type Bench = Awaited<ReturnType<typeof openChatBench>>;

/** A conversation in which this was asked and answered. */
async function talk(bench: Bench, ...questions: readonly string[]): Promise<string> {
  const { id } = await bench.chat.create({}, caller);
  await using follower = new Follower(bench.chat, id);
  for (const [index, text] of questions.entries()) {
    await bench.chat.send({ id, message: newId(), text, attachments: [] }, caller);
    await follower.until(({ messages }) => messages.length === 2 * (index + 1) && messages.at(-1)?.state === "done");
  }
  await follower.until(({ conversation }) => conversation?.state === "idle");
  return id;
}

const list = (bench: Bench) => bench.chat.list({ offset: 0, limit: 10 }, caller);

describe("conversations", () => {
  it("are listed pinned ones first, then the latest, by pages", async () => {
    let time = 1000;
    await using bench = await openChatBench({ now: () => time++ });
    const ids: string[] = [];
    for (const title of ["a", "b", "c"]) ids.push((await bench.chat.create({ title }, caller)).id);
    await bench.chat.update({ id: ids[0] ?? "", isPinned: true }, caller);
    const { conversations, total } = await list(bench);
    expect(conversations.map(({ title }) => title)).toEqual(["a", "c", "b"]);
    expect(total).toBe(3);
    const page = await bench.chat.list({ offset: 1, limit: 1 }, caller);
    expect(page.conversations.map(({ title }) => title)).toEqual(["c"]);
  });

  it("the same id makes one, however often it comes", async () => {
    await using bench = await openChatBench();
    const id = newId();
    await bench.chat.create({ id, title: "One" }, caller);
    expect(await bench.chat.create({ id, title: "Two" }, caller)).toMatchObject({ id, title: "One" });
    expect((await list(bench)).total).toBe(1);
  });

  it("send what they are told about model and system prompt", async () => {
    await using bench = await openChatBench({ models: [model("main"), model("other")] });
    const id = await talk(bench, "One");
    await bench.chat.update({ id, model: "other", systemPrompt: "Be brief." }, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Two", attachments: [] }, caller);
    await follower.until(({ messages }) => messages.length === 4 && messages.at(-1)?.state === "done");
    expect(bench.requests.map((request) => [request.model, request.system])).toEqual([
      [{ purpose: "chat" }, ""],
      [{ key: "other" }, "Be brief."],
    ]);
    expect(bench.requests[1]?.messages).toHaveLength(3);
  });

  it("are found by their titles and by what was said, in Chinese of two characters and one too", async () => {
    await using bench = await openChatBench({ script: () => say("The Login page flickers 在会话窗口里") });
    const id = await talk(bench, "为什么登录页面会闪烁？");
    const find = (query: string) => bench.chat.search({ query, limit: 10 }, caller);
    for (const query of ["登录", "闪", "会话窗口", "login", "LOGIN PAGE", "li", "？"]) {
      const found = await find(query);
      expect(
        found.map(({ conversation }) => conversation),
        query,
      ).toContain(id);
      for (const { text, start, length } of found)
        expect(text.slice(start, start + length).toLowerCase()).toBe(query.toLowerCase());
    }
    expect((await find("登录")).map(({ message }) => message === null)).toEqual([true, false]);
    for (const query of ["登页", "flicker page", "%", "_", '"', "NOT x", "*"])
      expect(await find(query), query).toEqual([]);
    await bench.chat.delete({ id }, caller);
    expect(await find("login")).toEqual([]);
    await bench.chat.restore({ id }, caller);
    expect(await find("login")).toHaveLength(1);
  });

  it("can be taken back for ten minutes after they were deleted; then they are gone, with their files and what search knew", async () => {
    let time = 1_000_000;
    await using bench = await openChatBench({ now: () => time });
    const file = newId();
    const piece = { id: file, name: "a.txt", mediaType: "text/plain", offset: 0, isLast: true };
    await bench.chat.upload({ ...piece, data: Buffer.from("hello").toString("base64") }, caller);
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Read it", attachments: [file] }, caller);
    await follower.ended();
    await bench.chat.delete({ id }, caller);
    await expect(bench.chat.get({ id }, caller)).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
    await expect(bench.chat.send({ id, message: newId(), text: "x", attachments: [] }, caller)).rejects.toMatchObject({
      code: "CONVERSATION_NOT_FOUND",
    });
    time += 599_000;
    expect(await bench.chat.restore({ id }, caller)).toMatchObject({ id, messages: 2 });
    await bench.chat.delete({ id }, caller);
    time += 601_000;
    await expect(bench.chat.restore({ id }, caller)).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
    await bench.close();
    const after = await openChatBench({ folder: bench.folder, now: () => time });
    await expect.poll(async () => await readdir(join(bench.folder, "attachments"))).toEqual([]);
    expect(await after.database.selectFrom("messages").selectAll().execute()).toEqual([]);
    expect(await after.database.selectFrom("message_trigrams").select("rowid").execute()).toEqual([]);
    await after.close();
  });

  it("deleted in the middle of an answer are stopped", async () => {
    await using bench = await openChatBench({ script: () => hang("So") });
    const { id } = await bench.chat.create({}, caller);
    await bench.chat.send({ id, message: newId(), text: "Hi", attachments: [] }, caller);
    await bench.chat.delete({ id }, caller);
    const restored = await bench.chat.restore({ id }, caller);
    expect(restored.state).toBe("idle");
    expect((await bench.chat.get({ id }, caller)).messages.at(-1)?.state).toBe("stopped");
  });

  it("branch into a new one with a copy of the path, and the same id branches once", async () => {
    await using bench = await openChatBench();
    const id = await talk(bench, "One", "Two");
    const { messages } = await bench.chat.get({ id }, caller);
    const at = messages[1]?.id ?? "";
    const newOne = newId();
    const branch = await bench.chat.branch({ id, message: at, newId: newOne }, caller);
    expect(branch).toMatchObject({ id: newOne, branchedFrom: { conversation: id, message: at }, messages: 2 });
    await bench.chat.branch({ id, message: at, newId: newOne }, caller);
    const copied = (await bench.chat.get({ id: newOne }, caller)).messages;
    expect(copied.map((message) => textIn(message))).toEqual(["One", "Hello there"]);
    expect(copied.map(({ id: copy }) => copy)).not.toContain(at);
    expect((await list(bench)).total).toBe(2);
    await bench.chat.delete({ id: newOne }, caller);
    expect((await bench.chat.get({ id }, caller)).messages).toHaveLength(4);
  });

  it("branch under an id that somebody has written to too early", async () => {
    await using bench = await openChatBench();
    const id = await talk(bench, "One");
    const [first] = (await bench.chat.get({ id }, caller)).messages;
    const newOne = newId();
    const early = { id: newOne, message: newId(), text: "Too early", attachments: [] };
    await expect(bench.chat.send(early, caller)).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
    await bench.chat.branch({ id, message: first?.id ?? "", newId: newOne }, caller);
    expect((await bench.chat.get({ id: newOne }, caller)).messages.map((message) => textIn(message))).toEqual(["One"]);
  });

  it("are named by the model for background work, if there is one of its own and nobody named them", async () => {
    const worker = model("worker");
    await using bench = await openChatBench({
      models: [model("main"), worker],
      modelFor: (purpose) => (purpose === "working" ? worker : model("main")),
      script: (request): AsyncGenerator<ModelEvent> =>
        "key" in request.model && request.model.key === "worker" ? say('"Greetings"') : say("Hello"),
    });
    const id = await talk(bench, "Hi there, how are you?");
    await expect.poll(async () => (await bench.chat.get({ id }, caller)).conversation.title).toBe("Greetings");
    const named = await bench.chat.create({ title: "Mine" }, caller);
    await using follower = new Follower(bench.chat, named.id);
    await bench.chat.send({ id: named.id, message: newId(), text: "Hi", attachments: [] }, caller);
    await follower.ended();
    expect((await bench.chat.get({ id: named.id }, caller)).conversation.title).toBe("Mine");
  });
});

describe("attachments", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const upload = (bench: Bench, id: string, content: Buffer, values: { offset?: number; isLast?: boolean } = {}) =>
    bench.chat.upload(
      {
        id,
        name: "file",
        mediaType: "image/png",
        offset: 0,
        isLast: true,
        ...values,
        data: content.toString("base64"),
      },
      caller,
    );

  it("are uploaded in pieces that may be repeated, and downloaded as they are", async () => {
    await using bench = await openChatBench();
    const id = newId();
    await upload(bench, id, png.subarray(0, 8), { isLast: false });
    await upload(bench, id, png.subarray(0, 8), { isLast: false });
    await upload(bench, id, png.subarray(8), { offset: 8 });
    const whole = { id, name: "file", mediaType: "image/png", bytes: png.length };
    expect(await upload(bench, id, png.subarray(8), { offset: 8 })).toEqual(whole);
    expect(await bench.chat.download({ id, offset: 0 }, caller)).toEqual({
      attachment: whole,
      data: png.toString("base64"),
      next: null,
    });
  });

  it("are refused with the reason: a gap, a kind that models cannot read, one that is not there", async () => {
    await using bench = await openChatBench();
    const refused = (reason: string) => ({
      code: "ATTACHMENT_INVALID",
      details: { reason: expect.stringContaining(reason) },
    });
    const id = newId();
    await expect(upload(bench, newId(), png, { offset: 10 })).rejects.toMatchObject(refused("missing"));
    await expect(upload(bench, id, Buffer.from([0xff, 0xfe, 0, 1, 2]))).rejects.toMatchObject(refused("neither"));
    await expect(access(join(bench.folder, "attachments", id))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(upload(bench, newId(), png, { offset: 20 * 1024 * 1024 })).rejects.toMatchObject(refused("20 MB"));
    await expect(bench.chat.download({ id, offset: 0 }, caller)).rejects.toMatchObject(refused("not here"));
    const { id: conversation } = await bench.chat.create({}, caller);
    await expect(
      bench.chat.send({ id: conversation, message: newId(), text: "", attachments: [id] }, caller),
    ).rejects.toMatchObject(refused("not here"));
  });

  it("reach the model: images as data of the type they are, text files as text", async () => {
    await using bench = await openChatBench();
    const [image, text] = [newId(), newId()];
    await upload(bench, image, png);
    await upload(bench, text, Buffer.from("\ufeffhello 你好"));
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Look", attachments: [image, text] }, caller);
    await follower.ended();
    expect(bench.requests[0]?.messages[0]).toEqual({
      role: "user",
      parts: [
        { kind: "image", mediaType: "image/png", data: png },
        { kind: "text", text: 'File "file":\n\nhello 你好' },
        { kind: "text", text: "Look" },
      ],
    });
  });
});
