import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { z } from "zod";
import { caller, Follower, newId, openChatBench, say } from "./chatTestKit.ts";

setFlagsFromString("--expose-gc");
const collect = z.function({ input: [], output: z.void() }).parse(runInNewContext("gc"));

const words = Array.from({ length: 60 }, (_none, number) => `word${number} `);

it("memory stays flat over 2,000 turns", async () => {
  await using bench = await openChatBench({ script: () => say(...words) });
  const heap: number[] = [];
  let id = "";
  for (let turn = 1; turn <= 2000; turn += 1) {
    if (turn % 20 === 1) id = (await bench.chat.create({}, caller)).id;
    const before = (turn - 1) % 20;
    const follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Say something.", attachments: [] }, caller);
    await follower.until(({ messages }) => messages.length === 2 * before + 2 && messages.at(-1)?.state === "done");
    await follower[Symbol.asyncDispose]();
    // Statements of the database are given back in a later turn of the event loop, which a real network leaves it.
    await new Promise((resolve) => setImmediate(resolve));
    bench.requests.length = 0;
    if (turn % 500 !== 0) continue;
    collect();
    heap.push(process.memoryUsage().heapUsed / 1e6);
  }
  const [first = 0] = heap;
  // A conversation's tree is kept for a day: 40 messages of 100 conversations are the megabyte that there is.
  expect((heap.at(-1) ?? Number.POSITIVE_INFINITY) - first).toBeLessThan(4);
}, 120_000);
