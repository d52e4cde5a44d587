import { connect } from "#main/commandLine/client.ts";
import type { Client } from "#shared/contract/contract.ts";
import { atMost, type BenchCase } from "../benchmark.ts";
import type { Host } from "../hosts/host.ts";
import { median, percentile } from "../statistics.ts";
import { connectChat } from "./conversing.ts";
import { patiently } from "./patiently.ts";

const conversations = 10_000;
const messages = 20;
const rounds = 100;
/** How many are taken in at once; all together may do ten times what one may. */
const lanes = 10;

const words = "network sensor bridge harbour lantern compass anchor signal vessel current beacon ledger".split(" ");
const chinese = ["港口", "灯塔", "罗盘", "航线", "信号", "船长", "甲板", "潮汐", "缆绳", "风向"] as const;

/** As much as a person talks with models in years: the list, and searches in it. */
export const libraryCase: BenchCase = {
  name: "library",
  title: `${conversations} conversations of ${messages} messages`,
  isComparable: false,
  figures: [
    { key: "list", title: "list of 100, p95", unit: "ms", aim: atMost(50, "ms") },
    { key: "word", title: "search for a word, p95", unit: "ms", aim: atMost(50, "ms") },
    { key: "rare", title: "search for what one conversation has, p95", unit: "ms", aim: atMost(50, "ms") },
    { key: "chinese", title: "search for two Chinese characters, p95", unit: "ms", aim: atMost(50, "ms") },
    { key: "error", title: "a call that fails beside one that works, median", unit: "ms", aim: atMost(1, "ms") },
  ],
  async run(subject) {
    await using host = await subject.startHost();
    using link = await connectChat(host);
    await fill(host, link.client);
    const { chat } = link.client;
    const times = async (work: (round: number) => Promise<unknown>): Promise<number[]> => {
      const taken: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const begun = performance.now();
        await work(round);
        taken.push(performance.now() - begun);
      }
      return taken;
    };
    const search = (queryFor: (round: number) => string) => async (round: number) => {
      const found = await chat.search({ query: queryFor(round) });
      if (found.length === 0) throw new Error(`Nothing was found for ${queryFor(round)}`);
    };
    const { id } = await chat.create({});
    const works = await times(() => chat.get({ id }));
    const fails = await times(() => expectFailure(chat.get({ id: "00000000-0000-4000-8000-000000000000" })));
    return {
      list: percentile(await times((round) => chat.list({ offset: round * 90, limit: 100 })), 0.95),
      word: percentile(await times(search((round) => words[round % words.length] ?? "anchor")), 0.95),
      rare: percentile(await times(search((round) => `number${round * 97}x`)), 0.95),
      chinese: percentile(await times(search((round) => chinese[round % chinese.length] ?? "港口")), 0.95),
      error: median(fails) - median(works),
    };
  },
};

async function expectFailure(call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => "answered",
    () => "failed",
  );
  if (outcome !== "failed") throw new Error("A conversation was found that is not there");
}

/** Each lane has a token of its own: how often one may call, and how much it may send, is counted by credential. */
async function fill(host: Host, client: Client): Promise<void> {
  if (host.address.kind !== "quarterdeck") throw new Error("Only Quarterdeck itself has chats");
  const { url } = host.address;
  let next = 0;
  const lane = async (_: unknown, number: number): Promise<void> => {
    const { token } = await client.tokens.create({ name: `lane ${number}`, scopes: ["steer"] });
    using own = await connect({ url, token });
    for (let index = next++; index < conversations; index = next++)
      await patiently(() => own.client.chat.import({ text: conversationFile(index) }));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** One conversation as a file that was exported; no two are the same. */
function conversationFile(index: number): string {
  const createdAt = 1_700_000_000_000 + index * 60_000;
  const all = Array.from({ length: messages }, (_, number) => ({
    id: `m${number}`,
    parent: number === 0 ? null : `m${number - 1}`,
    role: number % 2 === 0 ? "user" : "assistant",
    state: "done",
    model: null,
    createdAt: createdAt + number,
    endedAt: createdAt + number,
    parts: [{ kind: "text", text: sentence(index, number) }],
  }));
  return JSON.stringify({
    format: "quarterdeck-conversation",
    version: 1,
    title: `Conversation ${index}`,
    systemPrompt: "",
    createdAt,
    updatedAt: createdAt,
    head: `m${messages - 1}`,
    messages: all,
  });
}

/** Some 150 characters, mostly of a few words that are everywhere; the number is in one conversation alone. */
function sentence(index: number, number: number): string {
  const seed = index * messages + number;
  const pick = <T>(from: readonly T[], step: number): T | undefined => from[(seed * step + (seed >> 5)) % from.length];
  const english = [7, 11, 13, 17, 19, 23].map((step) => pick(words, step)).join(" ");
  return `The ${english} of number${index}x, ${number}. 船长说${pick(chinese, 3)}在${pick(chinese, 7)}旁边，请再看一次。`;
}
