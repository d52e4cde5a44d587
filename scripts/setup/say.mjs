/** Something a person has to know or do; printed without a stack. */
export class SetUpError extends Error {
  /** @override */
  name = "SetUpError";
}

/**
 * Tells the person at the terminal. Always on stderr: with `--json` stdout carries one line, the program's own.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a step and says what it is and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 */
export async function step(title, work) {
  const start = performance.now();
  say(`• ${title} …`);
  const result = await work();
  say(`  done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/**
 * Ends a script: a SetUpError as its sentence, anything else with its stack.
 * @param {unknown} error
 */
export function endWith(error) {
  say(error instanceof SetUpError ? `\n${error.message}` : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
