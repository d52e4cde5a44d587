/** Resolves as soon as the condition holds, looked at every few milliseconds; rejects with `what` after the patience. */
export async function until(holds: () => boolean, what: string, patienceMs = 60_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited ${patienceMs} ms in vain: ${what}`);
    await pause(2);
  }
}

/** Does nothing for so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
