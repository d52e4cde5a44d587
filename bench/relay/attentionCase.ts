import { AppError } from "#shared/errors/appError.ts";
import { type BenchCase, exactly } from "../benchmark.ts";
import { asPhoneSubject, type PhoneHost } from "../hosts/phoneHost.ts";
import { startNetwork } from "../network/startNetwork.ts";
import { percentile } from "../statistics.ts";
import { pause, until } from "../waiting.ts";
import { type AttentionPhone, openAttentionPhone } from "./attentionPhone.ts";
import { type HookSource, startHookSource } from "./hookSource.ts";
import type { ItemLog } from "./itemLog.ts";
import { reachedThrough } from "./overNetwork.ts";

const reconnectCount = 20;
/** Items of each round that are raised while the phone is there, and while it is away. */
const present = 2;
const away = 3;
const itemCount = reconnectCount * (present + away);

/** What asks, what is told on every phone, and who answers first. */
export const attentionCase: BenchCase = {
  name: "attention",
  title: `${itemCount} questions over ${reconnectCount} reconnections of a phone, two others race for each answer`,
  isComparable: false,
  figures: [
    { key: "delivered", title: "delivered to the phone", unit: "items", aim: exactly(itemCount, "items") },
    { key: "repeated", title: "told again or out of order", unit: "items", aim: exactly(0, "items") },
    { key: "proven", title: "delivered by the ledger", unit: "items", aim: exactly(itemCount, "items") },
    { key: "answered", title: "answered exactly once", unit: "items", aim: exactly(itemCount, "items") },
    { key: "told", title: "the phone knows who answered", unit: "items", aim: exactly(itemCount, "items") },
    { key: "arrives50", title: "raised to arrived, p50", unit: "ms" },
    { key: "arrives99", title: "raised to arrived, p99", unit: "ms" },
    { key: "answer50", title: "answered to the tool's reply, p50", unit: "ms" },
    { key: "answer99", title: "answered to the tool's reply, p99", unit: "ms" },
    { key: "missed50", title: "network back to all that was missed, p50", unit: "ms" },
    { key: "missed99", title: "network back to all that was missed, p99", unit: "ms" },
  ],
  async run(subject) {
    await using host = await asPhoneSubject(subject).startPhoneHost(3);
    return await run(host);
  },
};

interface Times {
  readonly arrives: number[];
  readonly answer: number[];
  readonly missed: number[];
}

async function run(host: PhoneHost): Promise<Record<string, number>> {
  await using network = await startNetwork(host.port, { roundTripMs: 0, loss: 0 });
  using wire = await host.connect();
  await using source = await startHookSource(wire);
  using traveller = await openAttentionPhone(reachedThrough(host.address, network.port), 0);
  using one = await openAttentionPhone(host.address, 1);
  using other = await openAttentionPhone(host.address, 2);
  const racers = [one, other] as const;
  await until(() => [traveller, one, other].every(({ log }) => log.wholes > 0), "all phones follow");

  const times: Times = { arrives: [], answer: [], missed: [] };
  let answered = 0;
  let number = 0;
  const raise = async (witnesses: readonly AttentionPhone[]): Promise<void> => {
    number += 1;
    if (await raceFor(source, `Question ${number}`, racers, witnesses, times)) answered += 1;
  };
  for (let round = 0; round < reconnectCount; round += 1) {
    for (let index = 0; index < present; index += 1) await raise([traveller]);
    await network.cut(round % 2 === 0 ? "reset" : "silent");
    for (let index = 0; index < away; index += 1) await raise([]);
    await network.mend();
    const mendedAt = performance.now();
    traveller.phone.connection.wake();
    await until(() => traveller.log.arrivals.size === number, `what was missed in round ${round + 1}`);
    times.missed.push(performance.now() - mendedAt);
  }
  const isSettled = () => [...traveller.log.items.values()].every(({ state }) => state === "answered");
  await until(isSettled, "the last answers");
  return {
    delivered: traveller.log.arrivals.size,
    repeated: traveller.log.repeated + (traveller.log.wholes - 1) + disorder(traveller.log),
    proven: await provenCount(host, traveller),
    answered,
    told: [...traveller.log.items.values()].filter(({ answer }) => answer?.by.kind === "phone").length,
    ...summary("arrives", times.arrives),
    ...summary("answer", times.answer),
    ...summary("missed", times.missed),
  };
}

function summary(name: string, values: readonly number[]): Record<string, number> {
  return { [`${name}50`]: percentile(values, 0.5), [`${name}99`]: percentile(values, 0.99) };
}

/** How many items came first before one that was raised earlier. */
function disorder({ arrivals }: ItemLog): number {
  const numbers = [...arrivals.keys()].map((title) => Number(title.split(" ").at(-1)));
  return numbers.filter((number, index) => number < (numbers[index - 1] ?? 0)).length;
}

/** One question: both racers answer it in the same moment, differently. True if exactly one was heard, and the tool heard the same. */
async function raceFor(
  source: HookSource,
  title: string,
  racers: readonly [AttentionPhone, AttentionPhone],
  witnesses: readonly AttentionPhone[],
  times: Times,
): Promise<boolean> {
  const raisedAt = performance.now();
  const reply = source.ask(title);
  const live = [...racers, ...witnesses];
  await until(() => live.every(({ log }) => log.arrivals.has(title)), `${title} on every phone that is there`);
  for (const { log } of live) times.arrives.push((log.arrivals.get(title) ?? Number.NaN) - raisedAt);
  const answeredAt = performance.now();
  const choices = ["yes", "no"] as const;
  const outcomes = await Promise.allSettled(racers.map((phone, index) => phone.answer(title, choices[index] ?? "yes")));
  const { choice, answeredAt: heardAt } = await reply;
  times.answer.push(heardAt - answeredAt);
  const winners = outcomes.flatMap((outcome, index) => (outcome.status === "fulfilled" ? [choices[index]] : []));
  const losers = outcomes.filter((outcome) => outcome.status === "rejected" && isClosed(outcome.reason));
  return winners.length === 1 && losers.length === 1 && winners[0] === choice;
}

function isClosed(reason: unknown): boolean {
  return reason instanceof AppError && reason.code === "ATTENTION_CLOSED";
}

/** For how many items the server says that they arrived on this phone; what is on its way there is given some time. */
async function provenCount({ admin }: PhoneHost, { phone, log }: AttentionPhone): Promise<number> {
  const unproven = new Set([...log.items.values()].map(({ id }) => id));
  for (let attempt = 0; attempt < 10 && unproven.size > 0; attempt += 1) {
    await pause(200);
    for (const id of unproven) {
      const { deliveries } = await admin.client.attention.get({ id });
      const isProven = deliveries.some(
        ({ surface, target, times }) => surface === "phone" && target === phone.id && times.deliveredAt !== null,
      );
      if (isProven) unproven.delete(id);
    }
  }
  return log.items.size - unproven.size;
}
