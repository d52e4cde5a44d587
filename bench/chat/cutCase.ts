import { randomUUID } from "node:crypto";
import { type BenchCase, exactly } from "../benchmark.ts";
import { percentile } from "../statistics.ts";
import { answerWith, connectChat } from "./conversing.ts";
import { startCutProxy } from "./cutProxy.ts";
import { startPacedModel } from "./pacedModel.ts";
import { createTokenCheck, type TokenCheck } from "./tokenCheck.ts";

const cuts = 100;
/** Long enough for all cuts: 20 s, one about every 150 ms. */
const pace = { tokens: 4000, everyMs: 5 } as const;
const tokensBetweenCuts = 20;

/** The connection of a client ends again and again in the middle of one answer; what it has at the end is compared with what was said. */
export const cutCase: BenchCase = {
  name: "cut",
  title: `The connection cut ${cuts} times in mid-stream, ${pace.tokens} tokens, one every ${pace.everyMs} ms`,
  isComparable: false,
  figures: [
    { key: "cuts", title: "cut in mid-stream", unit: "times", aim: exactly(cuts, "times") },
    { key: "wrong", title: "tokens lost or doubled", unit: "items", aim: exactly(0, "items") },
    { key: "back95", title: "from the cut to the next token, p95", unit: "ms" },
  ],
  async run(subject) {
    await using model = await startPacedModel(pace);
    await using host = await subject.startHost();
    await using proxy = await startCutProxy(host.port);
    using direct = await connectChat(host);
    await answerWith(direct.client, model.baseUrl);
    const { id } = await direct.client.chat.create({});
    await direct.client.chat.send({ id, message: randomUUID(), text: "Count." });
    const { address } = host;
    if (address.kind !== "quarterdeck") throw new Error("Only Quarterdeck itself has chats");
    const through = { ...address, url: `http://127.0.0.1:${proxy.port}` } as const;
    const check = createTokenCheck();
    const back: number[] = [];
    let made = 0;
    for (let isOver = false; !isOver; ) {
      const cutAt = performance.now();
      using link = await connectChat({ address: through });
      isOver = await followUntilCut(link.client.chat.follow({ id }), check, {
        onFirst: () => made > 0 && back.push(performance.now() - cutAt),
        mayCut: () => made < cuts,
        cut: () => {
          made += 1;
          proxy.cut();
        },
      });
    }
    return { cuts: made, wrong: check.wrong(pace.tokens), back95: percentile(back, 0.95) };
  },
};

interface Cutter {
  /** The first text after coming back. */
  readonly onFirst: () => void;
  readonly mayCut: () => boolean;
  readonly cut: () => void;
}

type Events = ReturnType<Awaited<ReturnType<typeof connectChat>>["client"]["chat"]["follow"]>;

/** True once the answer is complete; false after a cut. */
async function followUntilCut(opening: Events, check: TokenCheck, cutter: Cutter): Promise<boolean> {
  let tokens = 0;
  let wasCut = false;
  try {
    for await (const event of await opening) {
      if (event.kind === "snapshot" || event.kind === "message") {
        const messages = event.kind === "snapshot" ? event.messages : [event.message];
        const answer = messages.find(({ role }) => role === "assistant");
        for (const part of answer?.parts ?? []) if (part.kind === "text") check.add(0, part.text);
        if (answer?.state === "failed") throw new Error(`The answer failed: ${answer.error?.message}`);
        if (answer?.state === "done") return true;
      }
      if (event.kind !== "text") continue;
      if (tokens === 0) cutter.onFirst();
      check.add(event.from, event.text);
      tokens += event.text.split(";").length - 1;
      if (tokens < tokensBetweenCuts || !cutter.mayCut() || wasCut) continue;
      wasCut = true;
      cutter.cut();
    }
  } catch (error) {
    // A link that ended without a word is what was asked for; anything else is a failure of the case.
    if (!wasCut) throw error;
  }
  if (!wasCut) throw new Error("The stream ended before the answer did");
  return false;
}
