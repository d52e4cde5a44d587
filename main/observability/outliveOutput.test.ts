import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { outliveOutput } from "./outliveOutput.ts";

const failure = (code: string) => Object.assign(new Error(`write ${code}`), { code });

describe("output that nobody reads any more", () => {
  it("ends nobody and is not worth a word", () => {
    const told: string[] = [];
    const stream = new EventEmitter();
    outliveOutput({ warn: (message) => told.push(message) }, [stream]);
    expect(() => stream.emit("error", failure("EPIPE"))).not.toThrow();
    expect(told).toEqual([]);
  });

  it("is told once where the terminal is gone, though telling fails the same way", () => {
    const told: string[] = [];
    const stream = new EventEmitter();
    const warn = (message: string): void => {
      told.push(message);
      stream.emit("error", failure("EIO"));
    };
    outliveOutput({ warn }, [stream]);
    stream.emit("error", failure("EIO"));
    stream.emit("error", failure("EIO"));
    expect(told).toHaveLength(1);
  });
});
