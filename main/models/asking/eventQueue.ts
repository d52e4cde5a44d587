/** Events told by callbacks, read in order by one reader; what was told before it began is kept. */
export interface EventQueue<Event> extends AsyncIterable<Event> {
  readonly push: (event: Event) => void;
  /** The reader gets what is left, and then the end. */
  readonly end: () => void;
}

export function createEventQueue<Event>(): EventQueue<Event> {
  const events: Event[] = [];
  let isEnded = false;
  let wake = (): void => {};
  return {
    push: (event) => {
      events.push(event);
      wake();
    },
    end: () => {
      isEnded = true;
      wake();
    },
    [Symbol.asyncIterator]: async function* () {
      for (;;) {
        for (let next = events.shift(); next !== undefined; next = events.shift()) yield next;
        if (isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
