import { atMost, type BenchCase, exactly } from "../benchmark.ts";
import { asPhoneSubject, type PhoneHost } from "../hosts/phoneHost.ts";
import { createRandom } from "../network/line.ts";
import type { NetworkConditions } from "../network/network.ts";
import { startNetwork } from "../network/startNetwork.ts";
import { openLivePhone } from "../phones/livePhone.ts";
import { promptingShell } from "../programs.ts";
import { percentile } from "../statistics.ts";
import { pause, until } from "../waiting.ts";
import { reachedThrough } from "./overNetwork.ts";
import { openPredictedTerminal, type PredictedTerminal } from "./predictedTerminal.ts";

const farAway: NetworkConditions = { roundTripMs: 150, loss: 0 };

/** Keys that are no characters, as they stand in what is typed below, and what they send. */
const keys: Readonly<Record<string, string>> = { "↵": "\r", "⌫": "\x7f", "←": "\x1b[D" };
/** `:` does nothing with its words. */
const words = [
  ": the quick brown fox jumps over the lazy dog↵",
  ": a worf⌫d misspelt and then ano⌫⌫⌫corrected↵",
  ": looks back←← into the middle↵",
  ": git commit -m 'Say how far it is'↵",
  ": and one more line of words that nobody reads↵",
];
const asksPassword = "read -rs↵";
const password = "correct horse battery↵";
const afterwards = ": and on it goes↵";

/** How soon a typed character is seen where its echo takes 150 ms: the page's own engine, a real shell's line editor. */
export const predictionCase: BenchCase = {
  name: "prediction",
  title: `Typing at a shell's prompt with predictive echo (${farAway.roundTripMs} ms round trip)`,
  isComparable: false,
  figures: [
    { key: "shown50", title: "key to predicted character on the screen, p50", unit: "ms" },
    { key: "shown99", title: "key to predicted character on the screen, p99", unit: "ms", aim: atMost(30, "ms") },
    { key: "echo50", title: "the same keys to their real echo, p50", unit: "ms" },
    { key: "predicted", title: "typed characters that were predicted at once", unit: "%" },
    { key: "confirmed", title: "predictions confirmed", unit: "%" },
    { key: "takenBack", title: "predictions taken back", unit: "%" },
    { key: "leaked", title: "predictions of a password", unit: "times", aim: exactly(0, "times") },
  ],
  async run(subject) {
    await using host = await asPhoneSubject(subject).startPhoneHost(1);
    return await typeFromAfar(host);
  },
};

async function typeFromAfar(host: PhoneHost): Promise<Record<string, number>> {
  await using network = await startNetwork(host.port, farAway);
  using wire = await host.connect();
  const { id: session } = await wire.start(promptingShell());
  using phone = await openLivePhone(reachedThrough(host.address, network.port));
  using terminal = openPredictedTerminal(phone.connection, session);
  await until(() => terminal.row().endsWith("$ "), "the prompt");
  // The page turns predictions on by what it measures, and so does this.
  await until(() => (phone.connection.roundTrip.getState() ?? 0) > 100, "the round trip");

  const random = createRandom(150);
  const lines = [...words, ...words];
  for (const line of lines) await typeLine(terminal, line, random);
  await typeLine(terminal, asksPassword, random);
  const leaked = await typeLine(terminal, password, random);
  await typeLine(terminal, afterwards, random);
  const { shownMs, echoMs, confirmed, takenBack } = terminal.watch.report;
  const typed = [...lines, asksPassword, afterwards]
    .join("")
    .split("")
    .filter((key) => !(key in keys)).length;
  return {
    shown50: percentile(shownMs, 0.5),
    shown99: percentile(shownMs, 0.99),
    echo50: percentile(echoMs, 0.5),
    predicted: (100 * shownMs.length) / typed,
    confirmed: (100 * confirmed) / (confirmed + takenBack),
    takenBack: (100 * takenBack) / (confirmed + takenBack),
    leaked,
  };
}

/** Types as people do, some eight keys a second, and waits for the prompt; the result is the most guesses seen at once. */
async function typeLine(terminal: PredictedTerminal, line: string, random: () => number): Promise<number> {
  let most = 0;
  for (const key of line) {
    terminal.type(keys[key] ?? key);
    await pause(80 + random() * 90);
    most = Math.max(most, terminal.watch.drawnCount);
  }
  await pause(400);
  return most;
}
