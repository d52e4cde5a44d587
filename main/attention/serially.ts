/** Runs one piece of work after the other, in the order they were given. A failure is its caller's alone; the next one runs. */
export type Serially = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createSerially(): Serially {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work);
    last = run.then(
      () => undefined,
      () => undefined,
    );
    return run;
  };
}
