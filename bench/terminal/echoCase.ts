import { atMost, type BenchCase, type BenchContext, type FigureKind } from "../benchmark.ts";
import type { Delivery, Host, Program, Subject } from "../hosts/host.ts";
import { floodWithKeys, goKey, printForEver, printKeys } from "../programs.ts";
import { startReader } from "../readerProcess.ts";
import { median, percentile } from "../statistics.ts";

const keyCount = 400;
const warmUpKeys = 30;
const flood = { bytes: 16 * 1024 * 1024 };

type Aim = FigureKind["aim"];

/** From the key leaving the client to its echo arriving there, with nothing else going on. */
export function createIdleEchoCase(aim: Aim): BenchCase {
  return {
    name: "echo-idle",
    title: "Keystroke echo, nothing else going on",
    figures: echoFigures(aim),
    run: (subject) => withHost(subject, (host) => plainEcho(host)),
  };
}

/** The same while another session, watched by another reader, prints as fast as it can. */
export const neighbourEchoCase: BenchCase = {
  name: "echo-neighbour",
  title: "Keystroke echo while another session floods",
  figures: echoFigures(atMost(10, "ms")),
  run: (subject, context) =>
    withHost(subject, async (host) => {
      using wire = await host.connect();
      const { file } = await context.material(flood);
      const neighbour = await wire.start(printForEver(file));
      await using _reader = await startReader(host.address, neighbour.id, "drain");
      const viewer = await wire.attach(neighbour.id, {
        follow: "live",
        receive: (_delivery, acknowledge) => acknowledge(),
      });
      viewer.type(goKey);
      viewer[Symbol.dispose]();
      return await plainEcho(host);
    }),
};

/** The same in the session that floods: its status line shows each key. */
export function createFloodEchoCase(aim: Aim, keys = keyCount): BenchCase {
  return {
    name: "echo-flood",
    title: "Keystroke echo in the flooding session",
    figures: echoFigures(aim),
    run: (subject, context) => withHost(subject, (host) => floodEcho(host, context, keys)),
  };
}

function echoFigures(aim: Aim): readonly FigureKind[] {
  return [
    { key: "p50", title: "p50", unit: "ms" },
    { key: "p99", title: "p99", unit: "ms", ...(aim ? { aim } : {}) },
  ];
}

async function withHost(
  subject: Subject,
  run: (host: Host) => Promise<Record<string, number>>,
): Promise<Record<string, number>> {
  await using host = await subject.startHost();
  return await run(host);
}

function plainEcho(host: Host): Promise<Record<string, number>> {
  let echoed = -Buffer.byteLength("ready\r\n");
  return typeAndWait(host, printKeys(), keyCount, (delivery) => {
    if (delivery.kind === "snapshot") echoed += delivery.offset;
    else echoed += delivery.bytes.byteLength;
    return echoed;
  });
}

async function floodEcho(host: Host, context: BenchContext, keys: number): Promise<Record<string, number>> {
  const { file } = await context.material(flood);
  const mark = Buffer.from("key=");
  let shown = 0;
  let tail: Buffer = Buffer.alloc(0);
  return typeAndWait(host, floodWithKeys(file), keys, (delivery) => {
    // The status line is in the raw output, and in a snapshot's state if output was skipped; it may be cut between two frames.
    const text = Buffer.concat([tail, delivery.kind === "snapshot" ? delivery.state : delivery.bytes]);
    const at = text.lastIndexOf(mark);
    const number = at < 0 ? null : /^key=(\d{6});/.exec(text.subarray(at, at + 11).toString("latin1"));
    if (number) shown = Number(number[1]);
    tail = Buffer.from(text.subarray(-11));
    return shown;
  });
}

/** Types one key after the other, each when the one before has been seen; `seen` tells how many keys the output shows by now. */
async function typeAndWait(
  host: Host,
  program: Program,
  keys: number,
  seen: (delivery: Delivery) => number,
): Promise<Record<string, number>> {
  using wire = await host.connect();
  let waiting: { readonly key: number; readonly arrived: (at: number) => void } | undefined;
  let isReady = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const session = await wire.start(program);
  const viewer = await wire.attach(session.id, {
    follow: "live",
    receive(delivery, acknowledge) {
      acknowledge();
      const shown = seen(delivery);
      if (shown >= 0 && carriesText(delivery)) isReady();
      if (waiting && shown >= waiting.key) waiting.arrived(performance.now());
    },
  });
  await ready;
  const times: number[] = [];
  for (let key = 1; key <= warmUpKeys + keys; key += 1) {
    const arrival = new Promise<number>((arrived) => {
      waiting = { key, arrived };
    });
    const typedAt = performance.now();
    viewer.type(Buffer.from("k"));
    const elapsed = (await arrival) - typedAt;
    if (key > warmUpKeys) times.push(elapsed);
    // Nobody types in step with the host's timers: 3 to 9 ms between keys.
    await new Promise((resolve) => setTimeout(resolve, 3 + ((key * 7) % 7)));
  }
  return { p50: median(times), p99: percentile(times, 0.99) };
}

function carriesText(delivery: Delivery): boolean {
  return delivery.kind === "snapshot" ? delivery.offset > 0 : delivery.bytes.byteLength > 0;
}
