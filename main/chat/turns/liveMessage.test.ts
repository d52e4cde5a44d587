import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { ModelEvent } from "../../models/contract.ts";
import { caller, newId, openChatBench } from "../chatTestKit.ts";
import { Follower } from "../followerTestKit.ts";

describe("an answer that cannot be written", () => {
  it("ends as failed and shows nothing that is not kept; when writing works again its end is kept", async () => {
    const gate = Promise.withResolvers<void>();
    await using bench = await openChatBench({
      script: async function* (): AsyncGenerator<ModelEvent> {
        yield { kind: "text", text: "kept" };
        await gate.promise;
        yield { kind: "text", text: " lost" };
        await new Promise(() => {});
      },
    });
    const { id } = await bench.chat.create({}, caller);
    await using follower = new Follower(bench.chat, id);
    await bench.chat.send({ id, message: newId(), text: "Hi", attachments: [] }, caller);
    await follower.until(({ text }) => text === "kept");
    const refuse = (name: string, when: string) =>
      sql
        .raw(`CREATE TRIGGER ${name} BEFORE ${when} BEGIN SELECT RAISE(ABORT, 'no room'); END`)
        .execute(bench.database);
    await refuse("no_pieces", "INSERT ON message_pieces");
    await refuse("no_ends", "UPDATE ON messages");
    gate.resolve();
    await follower.until(({ answer }) => answer?.state === "failed");
    expect(follower.text).toBe("kept");
    expect(bench.requests[0]?.signal.aborted).toBe(true);
    await sql`DROP TRIGGER no_ends`.execute(bench.database);
    await follower.until(({ conversation }) => conversation?.state === "idle");
    expect((await bench.chat.get({ id }, caller)).messages.at(-1)).toMatchObject({
      state: "failed",
      parts: [{ text: "kept" }],
    });
  });
});
