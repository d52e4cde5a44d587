import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximumCommandBytes, SignalScanner, type TerminalSignal } from "./signalScanner.ts";

const scan = (...pieces: string[]): TerminalSignal[] => {
  const scanner = new SignalScanner();
  return pieces.flatMap((piece) => scanner.push(Buffer.from(piece)));
};
const bell = { kind: "bell" } as const;
const notification = (text: string, title = "") => ({ kind: "notification", title, text }) as const;

describe("the bell", () => {
  it("is heard in text, between escape sequences and inside of one", () => {
    expect(scan("a\x07b\x1b[31m\x07\x1b[3\x071m")).toEqual([bell, bell, bell]);
  });
  it("is not what ends a title or lies in a device control string", () => {
    expect(scan("\x1b]0;title\x07", "\x1bPq#0\x07~\x1b\\", "\x1b_G\x07\x1b\\")).toEqual([]);
  });
  it("is heard again after a string that was cancelled or broken off", () => {
    expect(scan("\x1b]0;title\x18\x07", "\x1bPq\x1a\x07", "\x1b]0;title\x1b[m\x07")).toEqual([bell, bell, bell]);
  });
});

describe("notifications", () => {
  it.each([
    ["\x1b]9;Done: all; tests\x07", notification("Done: all; tests")],
    ["\x1b]9;好了\x1b\\", notification("好了")],
    ["\x1b]777;notify;Build;failed; twice\x07", notification("failed; twice", "Build")],
    ["\x1b]777;notify;Build\x07", notification("Build")],
    ["\x1b]99;;Hello\x1b\\", notification("Hello")],
    ["\x1b]99;i=1:p=body;Hello\x1b\\", notification("Hello")],
    ["\x1b]99;i=1:e=1;SGVsbG8=\x1b\\", notification("Hello")],
    ["\x1b]9;a\x01b\u202ec\x07", notification("a b c")],
  ])("reads %j", (output, expected) => {
    expect(scan(output)).toEqual([expected]);
  });
  it("puts kitty's pieces together, also of several at once and cut inside a character", () => {
    const half = Buffer.from("é").subarray(0, 1).toString("base64");
    const rest = Buffer.from("é").subarray(1).toString("base64");
    const output = [
      "\x1b]99;i=a:d=0;Title\x1b\\",
      `\x1b]99;i=b:d=0:e=1;${half}\x1b\\`,
      "\x1b]99;i=a:d=0:p=body;one \x1b\\",
      `\x1b]99;i=b:d=1:e=1;${rest}\x1b\\`,
      "\x1b]99;i=a:d=1:p=body;two\x1b\\",
    ];
    expect(scan(...output)).toEqual([notification("é"), notification("one two", "Title")]);
  });
  it.each([
    "\x1b]9;4;1;50\x07",
    "\x1b]9;4\x07",
    "\x1b]9;9;/home/me\x07",
    "\x1b]777;precmd\x07",
    "\x1b]99;i=1:p=close;\x1b\\",
    "\x1b]99;i=1:p=?;\x1b\\",
    "\x1b]52;c;SGVsbG8=\x07",
    "\x1b]9;\x07",
    "\x1b]9;cut off\x18",
  ])("leaves %j alone", (output) => {
    expect(scan(output)).toEqual([]);
  });
  it("skips a command that is too long and reads the next", () => {
    const output = ["\x1b]9;", "x".repeat(maximumCommandBytes), "\x07", "\x1b]9;next\x07"];
    expect(scan(...output)).toEqual([notification("next")]);
  });
  it("forgets announcements that are never completed", () => {
    const unfinished = Array.from({ length: 100 }, (_, index) => `\x1b]99;i=${index}:d=0;${index}\x1b\\`);
    expect(scan(...unfinished, "\x1b]99;i=0;end\x1b\\", "\x1b]99;i=99:p=body;end\x1b\\")).toEqual([
      notification("end"),
      notification("end", "99"),
    ]);
  });
});

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom("\x07", "\x1b", "\x1b]", "9;", "99;i=1:d=0;", "99;i=1;", "777;notify;", "\x1b\\", "\x18", "\x1bP"),
    fc.string(),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  ),
  { maxLength: 40 },
);

describe("however the output is cut", () => {
  it("the signals are the same", () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(200)), (parts, cuts) => {
        const output = Buffer.from(parts.join(""), "latin1");
        const whole = new SignalScanner().push(output);
        const scanner = new SignalScanner();
        const found: TerminalSignal[] = [];
        let at = 0;
        for (const cut of [...cuts, output.length]) {
          found.push(...scanner.push(output.subarray(at, at + cut)));
          at += cut;
        }
        expect(found).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });
  it("a flood is looked through about once", () => {
    const text = Buffer.from("x".repeat(1024 * 1024));
    const string = Buffer.concat([Buffer.from("\x1bPq"), text]);
    let reads = 0;
    const counted = (bytes: Uint8Array): Uint8Array =>
      new Proxy(bytes, {
        get: (target, name) => {
          if (name === "indexOf") reads++;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    for (const flood of [text, string]) new SignalScanner().push(counted(flood));
    expect(reads).toBeLessThan(10);
  });
});
