import { type BenchCase, exactly } from "../benchmark.ts";
import { settledMegabytes } from "../memory.ts";
import { answerWith, connectChat, converse } from "./conversing.ts";
import { startPacedModel } from "./pacedModel.ts";
import { patiently } from "./patiently.ts";

const turns = 2000;
const warmUp = 200;
/** A conversation is left for a new one, as people do. */
const turnsEach = 20;

/** Turn after turn, for days: what a host keeps of each must not add up. */
export const turnsCase: BenchCase = {
  name: "turns",
  title: `Memory over ${turns} turns of 50 tokens`,
  isComparable: false,
  figures: [
    { key: "before", title: `resident after ${warmUp} turns`, unit: "MB" },
    { key: "after", title: `resident after ${turns} turns more`, unit: "MB" },
    { key: "wrong", title: "tokens lost, doubled or reordered", unit: "items", aim: exactly(0, "items") },
  ],
  async run(subject) {
    await using model = await startPacedModel({ tokens: 50, everyMs: 0 });
    await using host = await subject.startHost();
    using link = await connectChat(host);
    await answerWith(link.client, model.baseUrl);
    let wrong = 0;
    const talk = async (count: number): Promise<void> => {
      let id = "";
      for (let turn = 0; turn < count; turn += 1) {
        if (turn % turnsEach === 0) ({ id } = await patiently(() => link.client.chat.create({})));
        wrong += (await converse(link.client, id)).check.wrong(50);
      }
    };
    await talk(warmUp);
    const before = await settledMegabytes(host.pid);
    await talk(turns);
    return { before, after: await settledMegabytes(host.pid), wrong };
  },
};
