import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calmAfterMs, floodBytes, type Overlay } from "./prediction.ts";
import { echoWithinMs, lostAfterMs } from "./predictionCells.ts";
import { type Bench, createBench, lineAfter, oneWayMs } from "./predictionTestKit.ts";

/** Types one letter and waits until its echo has shown that the tool echoes. */
async function prove(bench: Bench): Promise<void> {
  await bench.write(bench.tool.prompt);
  bench.type("a");
  await bench.wait(400);
}

const textOf = ({ cells }: Overlay): string => cells.map(({ text }) => text).join("");

describe("predictive echo", () => {
  test("shows typing at once where an echo was seen, and confirms it by what the server shows", async () => {
    const bench = createBench();
    await prove(bench);
    expect(textOf(bench.type("b"))).toBe("b");
    await bench.wait(40);
    expect(textOf(bench.type("c"))).toBe("bc");
    expect(bench.predictor.overlay.cursor).toEqual({ row: 0, column: 5 });
    await bench.wait(2 * oneWayMs);
    expect(bench.predictor.overlay).toEqual({ cells: [], cursor: null });
    expect(bench.seen()[0]).toBe("$ abc");
  });

  test("shows nothing before the first echo, and then what is on its way at once", async () => {
    const bench = createBench();
    await bench.write("$ ");
    expect(textOf(bench.type("a"))).toBe("");
    await bench.wait(100);
    expect(textOf(bench.type("b"))).toBe("");
    await bench.wait(60);
    expect(textOf(bench.predictor.overlay)).toBe("b");
  });

  test("takes back what was typed, but nothing that it did not see typed", async () => {
    const bench = createBench();
    await prove(bench);
    bench.type("b");
    expect(bench.seen(bench.type("\x7f"))[0]).toBe("$ a");
    expect(bench.seen(bench.type("\x7f"))[0]).toBe("$");
    expect(bench.seen(bench.type("\x7f"))[0]).toBe("$");
    expect(bench.seen(bench.type("\x7f"))[0]).toBe("$");
    await bench.wait(600);
    expect(bench.seen()[0]).toBe("$");
  });

  test("never shows a password: nothing after Enter until an echo was seen again", async () => {
    const bench = createBench();
    await prove(bench);
    bench.tool.prompt = "Password: ";
    bench.type("\r");
    bench.tool.isEchoing = false;
    await bench.wait(20);
    for (const letter of "secret") {
      expect(textOf(bench.type(letter))).not.toMatch(/[secrt]/);
      await bench.wait(90);
      expect(bench.seen().join("\n")).not.toMatch(/[ecrt]{2}/);
    }
    await bench.wait(1000);
    for (const letter of "again") expect(textOf(bench.type(letter))).toBe("");
  });

  test("goes on guessing after Enter once an echo is seen again, also for what was typed ahead", async () => {
    const bench = createBench();
    await prove(bench);
    bench.type("\r");
    await bench.wait(30);
    bench.type("l");
    await bench.wait(130);
    bench.type("s");
    await bench.wait(40);
    expect(bench.seen().some((row) => row === "$ ls")).toBe(true);
    expect(textOf(bench.type("x"))).toBe("sx");
  });

  test("takes all back when the tool does something else, and shows nothing until it echoes again", async () => {
    const bench = createBench();
    await prove(bench);
    bench.type("b");
    bench.type("c");
    await bench.write("\r\x1b[2K> ");
    expect(bench.predictor.overlay.cells).toEqual([]);
    expect(textOf(bench.type("d"))).toBe("");
  });

  test("takes back what the tool got and did not show in time", async () => {
    const bench = createBench();
    await prove(bench);
    bench.tool.isEchoing = false;
    bench.type("b");
    await bench.wait(2 * oneWayMs + echoWithinMs - 1);
    expect(textOf(bench.predictor.overlay)).toBe("b");
    await bench.wait(2);
    expect(bench.predictor.overlay.cells).toEqual([]);
  });

  test("takes back what nobody heard of for long", async () => {
    const bench = createBench();
    await prove(bench);
    bench.predictor.typed("b", 2, bench.now);
    await bench.wait(lostAfterMs - 1);
    expect(textOf(bench.predictor.overlay)).toBe("b");
    await bench.wait(2);
    expect(bench.predictor.overlay.cells).toEqual([]);
  });

  test.each([
    ["in the alternate screen", "\x1b[?1049h"],
    ["while the cursor is hidden", "\x1b[?25l"],
    ["in the middle of a line", "bc\b\b"],
    ["at the right edge", "x".repeat(36)],
  ])("is off %s", async (_, output) => {
    const bench = createBench();
    await prove(bench);
    await bench.write(output);
    expect(textOf(bench.type("z"))).toBe("");
  });

  test("is off while output floods, and on again when it is calm", async () => {
    const bench = createBench();
    await prove(bench);
    await bench.write(`${"y\r\n".repeat(floodBytes / 3 + 1)}$ `);
    expect(textOf(bench.type("b"))).toBe("");
    await bench.wait(calmAfterMs + 600);
    bench.type("c");
    await bench.wait(400);
    expect(textOf(bench.type("d"))).toBe("d");
  });

  test("is on above 80 ms, off below 60, and stays as it is in between", async () => {
    const bench = createBench({ roundTrip: 79 });
    await prove(bench);
    expect(textOf(bench.type("b"))).toBe("");
    await bench.wait(400);
    bench.predictor.setRoundTrip(81);
    bench.type("c");
    await bench.wait(400);
    bench.predictor.setRoundTrip(61);
    expect(textOf(bench.type("d"))).toBe("d");
    bench.predictor.setRoundTrip(59);
    expect(bench.predictor.overlay.cells).toEqual([]);
  });

  test("keeps its guesses on their line when the screen scrolls, also once the buffer is full", async () => {
    const bench = createBench({ rows: 4 });
    await bench.write("line\r\n".repeat(30));
    await prove(bench);
    expect(bench.predictor.overlay.cells).toEqual([]);
    bench.type("b");
    const [before] = bench.predictor.overlay.cells;
    await bench.write("\x1b7\x1b[4;1H\n\x1b8\x1b[A");
    expect(before?.row).toBe(3);
    expect(bench.predictor.overlay.cells.map(({ row, text }) => [row, text])).toEqual([[2, "b"]]);
  });

  const key = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(..."abcdefgh 123-/") },
    { weight: 3, arbitrary: fc.constant("\x7f") },
    { weight: 1, arbitrary: fc.constant("\r") },
  );
  const strokes = fc.array(fc.record({ key, pause: fc.integer({ min: 0, max: 400 }) }), { maxLength: 60 });

  test("never shows what the server would not have shown", async () => {
    let guessed = 0;
    await fc.assert(
      fc.asyncProperty(strokes, async (typed) => {
        const bench = createBench({ columns: 30 });
        await bench.write("$ ");
        for (const stroke of typed) {
          const overlay = bench.type(stroke.key);
          if (overlay.cells.length > 0 && stroke.key !== "\r") {
            const { cells } = overlay;
            const [row] = cells.map((cell) => cell.row);
            const shown = bench.seen(overlay)[row ?? 0];
            // The tool's line after the keys on their way, or after the first of them where the rest cannot be guessed.
            const unread = bench.unread();
            const coming = Array.from({ length: unread.length + 1 }, (_, keys) =>
              `${bench.tool.prompt}${lineAfter(bench.tool.line, unread.slice(0, keys))}`.trimEnd(),
            );
            expect(coming).toContain(shown);
            guessed += 1;
          }
          await bench.wait(stroke.pause);
        }
        await bench.wait(5000);
        expect(bench.predictor.overlay).toEqual({ cells: [], cursor: null });
      }),
    );
    expect(guessed).toBeGreaterThan(100);
  });

  test("shows nothing at all of typing that is not echoed", async () => {
    await fc.assert(
      fc.asyncProperty(strokes, async (typed) => {
        const bench = createBench();
        bench.tool.isEchoing = false;
        await bench.write("Password: ");
        for (const stroke of typed) {
          expect(bench.type(stroke.key).cells).toEqual([]);
          await bench.wait(stroke.pause);
          expect(bench.predictor.overlay.cells).toEqual([]);
        }
      }),
    );
  });
});
