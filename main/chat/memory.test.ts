import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { z } from "zod";
import { caller, newId, openChatBench, say } from "./chatTestKit.ts";
import { Follower } from "./followerTestKit.ts";

setFlagsFromString("--expose-gc");
const collect = z.function({ input: [], output: z.void() }).parse(runInNewContext("gc"));

const turnsOfOne = 20;

it("memory stays flat over 2,000 turns", async () => {
  await using bench = await openChatBench({ script: () => say("Some", " words", " of an answer") });
  const heap: number[] = [];
  for (let conversation = 1; conversation <= 100; conversation += 1) {
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    for (let turn = 1; turn <= turnsOfOne; turn += 1) {
      await bench.chat.send({ id, message: newId(), text: "Say something.", attachments: [] }, caller);
      await follower.until(({ messages }) => messages.length === 2 * turn && messages.at(-1)?.state === "done");
      // Statements of the database are given back in a later turn of the event loop, which a real network leaves it.
      await new Promise((resolve) => setImmediate(resolve));
    }
    bench.requests.length = 0;
    if (conversation % 25 !== 0) continue;
    collect();
    heap.push(process.memoryUsage().heapUsed / 1e6);
  }
  // A conversation's tree is kept for a day: 40 messages of 75 conversations are less than the megabyte that there is.
  expect((heap.at(-1) ?? Number.POSITIVE_INFINITY) - (heap[0] ?? 0)).toBeLessThan(4);
}, 240_000);
