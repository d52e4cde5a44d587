import { type BenchCase, exactly } from "../benchmark.ts";
import { processorMs } from "../processor.ts";
import { percentile } from "../statistics.ts";
import { answerWith, connectChat, converse } from "./conversing.ts";
import { startPacedModel } from "./pacedModel.ts";

const conversations = 50;
const pace = { tokens: 500, everyMs: 20 } as const;

/** Many answers at once over one link. */
export const manyCase: BenchCase = {
  name: "many",
  title: `${conversations} conversations streaming at once, ${pace.tokens} tokens each, one every ${pace.everyMs} ms`,
  isComparable: false,
  figures: [
    { key: "wrong", title: "tokens lost, doubled or reordered", unit: "items", aim: exactly(0, "items") },
    { key: "token95", title: "added to each token, p95", unit: "ms" },
    { key: "processor", title: "server's processor time a second", unit: "ms/s" },
  ],
  async run(subject) {
    await using model = await startPacedModel(pace);
    await using host = await subject.startHost();
    using link = await connectChat(host);
    await answerWith(link.client, model.baseUrl);
    const made = await Promise.all(Array.from({ length: conversations }, () => link.client.chat.create({})));
    const begun = performance.now();
    const before = await processorMs(host.pid);
    const answers = await Promise.all(made.map(({ id }) => converse(link.client, id)));
    const seconds = (performance.now() - begun) / 1000;
    const used = (await processorMs(host.pid)) - before;
    return {
      wrong: answers.reduce((sum, { check }) => sum + check.wrong(pace.tokens), 0),
      token95: percentile(
        answers.flatMap(({ check }) => check.delays),
        0.95,
      ),
      processor: used / seconds,
    };
  },
};
