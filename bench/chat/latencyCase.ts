import { atMost, type BenchCase } from "../benchmark.ts";
import { percentile } from "../statistics.ts";
import { answerWith, connectChat, converse } from "./conversing.ts";
import { startPacedModel } from "./pacedModel.ts";

const turns = 60;
/** The first load the libraries, and are not what is measured. */
const warmUp = 5;

/** What Quarterdeck adds to a model that answers at once: to the first token (question and answer) and to every further one. */
export const latencyCase: BenchCase = {
  name: "latency",
  title: `Added latency, ${turns} turns of 100 tokens, one every 10 ms`,
  isComparable: false,
  figures: [
    { key: "first", title: "added to the first token, p95", unit: "ms", aim: atMost(15, "ms") },
    { key: "token", title: "added to each token, median", unit: "ms" },
    { key: "token95", title: "added to each token, p95", unit: "ms" },
  ],
  async run(subject) {
    await using model = await startPacedModel({ tokens: 100, everyMs: 10 });
    await using host = await subject.startHost();
    using link = await connectChat(host);
    await answerWith(link.client, model.baseUrl);
    const first: number[] = [];
    const tokens: number[] = [];
    for (let turn = 0; turn < turns + warmUp; turn += 1) {
      const { id } = await link.client.chat.create({});
      const { check, sentAt, firstTokenAt } = await converse(link.client, id);
      if (check.wrong(100) > 0) throw new Error("Tokens are missing, doubled or out of order");
      if (turn < warmUp) continue;
      first.push(firstTokenAt - sentAt);
      tokens.push(...check.delays);
    }
    return { first: percentile(first, 0.95), token: percentile(tokens, 0.5), token95: percentile(tokens, 0.95) };
  },
};
