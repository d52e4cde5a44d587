import { useEffect, useRef, useState } from "react";
import type { AppError } from "#shared/errors/appError.ts";
import type { StreamFollower } from "../../connection/followStream.ts";
import { useShell } from "../../shell/shell.ts";

export interface Followed<T> {
  /** Null until the server has said. */
  readonly value: T | null;
  /** Why it is not live, if the server refuses it. */
  readonly problem: AppError | null;
}

/** What a stream last said, while the component is mounted. `open` counts once. */
export function useFollowed<T>(open: StreamFollower<T>["open"]): Followed<T> {
  const { connection } = useShell();
  const [state, setState] = useState<Followed<T>>({ value: null, problem: null });
  const opening = useRef(open);
  useEffect(() => {
    const followed = connection.follow<T>({
      open: (client, signal) => opening.current(client, signal),
      onEvent: (value) => setState({ value, problem: null }),
      onError: (problem) => setState((before) => ({ ...before, problem })),
    });
    return () => followed[Symbol.dispose]();
  }, [connection]);
  return state;
}
