import type { Client } from "#shared/contract/contract.ts";

/** An empty paste with its marks, as the shell asked for: nothing comes back where it did not. */
const hasMarks = (bytes: number): boolean => bytes > 0;
const tries = 20;
const betweenTriesMs = 250;

/**
 * Puts text onto a session's input without running it. Lines are safe only where the program asked to be told of pastes: an empty paste
 * says whether it did, as its marks are then sent and counted. A shell that has just begun gets five seconds to ask. Without that one
 * line is typed as it is, and several are `refused`: each line break would be Enter.
 */
export async function typeIntoSession(
  client: Pick<Client["sessions"], "sendInput">,
  { session, text, isFresh }: { readonly session: string; readonly text: string; readonly isFresh: boolean },
  signal: AbortSignal,
  wait: (delayMs: number, signal: AbortSignal) => Promise<void>,
): Promise<"typed" | "refused"> {
  const line = text.replace(/[\r\n]+$/, "");
  for (let left = isFresh ? tries : 1; left > 0; left -= 1) {
    const { bytes } = await client.sendInput({ id: session, text: "", paste: true }, { signal });
    if (hasMarks(bytes)) {
      await client.sendInput({ id: session, text: line, paste: true }, { signal });
      return "typed";
    }
    if (left > 1) await wait(betweenTriesMs, signal);
  }
  if (/[\r\n]/.test(line)) return "refused";
  await client.sendInput({ id: session, text: line, paste: false }, { signal });
  return "typed";
}
