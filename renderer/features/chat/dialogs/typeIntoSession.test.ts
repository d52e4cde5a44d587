import { describe, expect, it } from "vitest";
import { typeIntoSession } from "./typeIntoSession.ts";

/** A program that asks for pastes to be marked from the `from`-th input on; what it is typed is kept. */
function createShell(from: number) {
  const typed: string[] = [];
  let inputs = 0;
  return {
    typed,
    client: {
      sendInput: async ({ text, paste = false }: { id: string; text: string; paste?: boolean | undefined }) => {
        inputs += 1;
        const isMarked = paste && inputs >= from;
        if (text !== "") typed.push(isMarked ? `<${text}>` : text);
        return { bytes: text.length + (isMarked ? 12 : 0) };
      },
    },
  };
}

const type = async (shell: ReturnType<typeof createShell>, text: string, isFresh = false) =>
  await typeIntoSession(shell.client, { session: "s", text, isFresh }, new AbortController().signal, async () => {});

describe("putting text into a session", () => {
  it("pastes lines where the shell takes pastes, and never ends with Enter", async () => {
    const shell = createShell(1);
    expect(await type(shell, "one\ntwo\n")).toBe("typed");
    expect(shell.typed).toEqual(["<one\ntwo>"]);
  });

  it("types one line where it does not", async () => {
    const shell = createShell(Number.POSITIVE_INFINITY);
    expect(await type(shell, "ls -l\n")).toBe("typed");
    expect(shell.typed).toEqual(["ls -l"]);
  });

  it("types nothing at all where several lines would run", async () => {
    const shell = createShell(Number.POSITIVE_INFINITY);
    expect(await type(shell, "rm a\rrm b")).toBe("refused");
    expect(shell.typed).toEqual([]);
  });

  it("waits for a shell that has just begun", async () => {
    const shell = createShell(5);
    expect(await type(shell, "one\ntwo", true)).toBe("typed");
    expect(shell.typed).toEqual(["<one\ntwo>"]);
  });
});
