import { z } from "zod";

/** Input that waits for a person's word. */
export interface HeldBytes {
  /** It was sent, and the connection ended before the tool was known to have it. */
  readonly maybe: Uint8Array;
  /** It was typed while there was no connection. */
  readonly unsent: Uint8Array;
}

/** Where one session's held input outlives the page: this tab alone, until it is closed. */
export interface HeldInputPlace {
  load(): HeldBytes;
  save(held: HeldBytes): void;
  /** The page is about to be hidden, and may never be seen again: a phone's browser ends it without another word. */
  onLeaving(listener: () => void): Disposable;
}

export const nothingHeld: HeldBytes = { maybe: new Uint8Array(), unsent: new Uint8Array() };

const prefix = "quarterdeck.held.";
const stored = z.object({ maybe: z.base64(), unsent: z.base64() });

/** A session's place in the storage of this tab. Without storage what is held lasts as long as the page. */
export function createHeldInputPlace(
  session: string,
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null,
  page: { readonly document: EventTarget & { readonly visibilityState: string }; readonly window: EventTarget },
): HeldInputPlace {
  const key = prefix + session;
  return {
    load: () => read(storage?.getItem(key) ?? null),
    save: (held) => {
      if (isNothing(held)) storage?.removeItem(key);
      else storage?.setItem(key, JSON.stringify({ maybe: toBase64(held.maybe), unsent: toBase64(held.unsent) }));
    },
    onLeaving: (listener) => {
      const listening = new AbortController();
      const { signal } = listening;
      page.window.addEventListener("pagehide", listener, { signal });
      page.document.addEventListener(
        "visibilitychange",
        () => page.document.visibilityState === "hidden" && listener(),
        {
          signal,
        },
      );
      return { [Symbol.dispose]: () => listening.abort() };
    },
  };
}

/** Whether input of any session waits in this tab. */
export function hasHeldInput(storage: Pick<Storage, "key" | "length"> | null): boolean {
  return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index)).some((key) =>
    key?.startsWith(prefix),
  );
}

export function isNothing({ maybe, unsent }: HeldBytes): boolean {
  return maybe.byteLength === 0 && unsent.byteLength === 0;
}

/** What is damaged cannot be sent on anybody's word: it counts as nothing. */
function read(text: string | null): HeldBytes {
  if (text === null) return nothingHeld;
  try {
    const held = stored.safeParse(JSON.parse(text));
    return held.success ? { maybe: fromBase64(held.data.maybe), unsent: fromBase64(held.data.unsent) } : nothingHeld;
  } catch (error) {
    if (error instanceof SyntaxError) return nothingHeld;
    throw error;
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
