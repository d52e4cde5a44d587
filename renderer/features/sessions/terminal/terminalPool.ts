import { createStore, type StoreApi } from "zustand/vanilla";
import type { Connection } from "../../../connection/connection.ts";
import { browserStorage } from "../../../shell/browserStorage.ts";
import { afterKey, noStickyKeys, type StickyKeys, withModifiers } from "../phone/stickyKeys.ts";
import { createHeldInputPlace } from "./heldInput.ts";
import { createPredictedTyping } from "./predictionTyping.ts";
import { createScreen, type Screen, type ScreenLook } from "./screen.ts";
import { createTerminalFeed, type FeedScreen, type TerminalFeed } from "./terminalFeed.ts";

/** A session's terminal on this page: what is shown and where it comes from. */
export interface SessionTerminal {
  readonly session: string;
  readonly screen: Screen;
  readonly feed: TerminalFeed;
  /** The key bar's modifiers: they hold for whatever is typed next, on whichever keyboard. */
  readonly sticky: StoreApi<StickyKeys>;
}

/** Terminals are kept when their tab goes to the back, so that coming back shows them at once, with scroll position and selection. */
export interface TerminalPool extends Disposable {
  /** Shows the session's terminal inside `area`, which must be laid out; made, and attached at the area's size, at the first call. */
  show(session: string, area: HTMLElement): SessionTerminal;
  /** The session's terminal if there is one. */
  find(session: string): SessionTerminal | undefined;
  close(session: string): void;
  setLook(look: ScreenLook): void;
  refreshThemes(): void;
}

/** Each costs some megabytes and a stream; beyond this the one used least recently begins anew when it is shown again. */
const maximumKept = 8;

/** An empty pool. `isShown` keeps visible terminals from being closed; `mayDecide` says whether showing one here may decide its size. */
export function createTerminalPool(
  connection: Connection,
  firstLook: ScreenLook,
  isShown: (session: string) => boolean,
  mayDecide: () => boolean,
): TerminalPool {
  const terminals = new Map<string, SessionTerminal>();
  let look = firstLook;
  let nextStream = 1;

  const close = (session: string): void => {
    const terminal = terminals.get(session);
    if (!terminal) return;
    terminals.delete(session);
    terminal.feed[Symbol.dispose]();
    terminal.screen[Symbol.dispose]();
  };
  const closeUnused = (): void => {
    for (const session of [...terminals.keys()]) {
      if (terminals.size <= maximumKept) return;
      if (!isShown(session)) close(session);
    }
  };

  return {
    show: (session, area) => {
      const known = terminals.get(session);
      if (known) {
        terminals.delete(session);
        terminals.set(session, known);
        known.screen.mount(area);
        return known;
      }
      const later: { feed?: TerminalFeed } = {};
      const sticky = createStore<StickyKeys>(() => noStickyKeys);
      const screen = createScreen(look, (data) => {
        const modified = typeof data === "string" ? withModifiers(data, sticky.getState()) : null;
        if (modified !== null) sticky.setState(afterKey(sticky.getState()), true);
        later.feed?.input(modified ?? data);
      });
      screen.mount(area);
      const feed = createTerminalFeed(connection, session, decidingOnly(screen, mayDecide), () => nextStream++, {
        heldPlace: createHeldInputPlace(session, browserStorage("session"), { document, window }),
        typing: createPredictedTyping(screen.terminal, connection),
      });
      later.feed = feed;
      const terminal = { session, screen, feed, sticky };
      terminals.set(session, terminal);
      closeUnused();
      return terminal;
    },
    find: (session) => terminals.get(session),
    close,
    setLook: (next) => {
      look = next;
      for (const { screen } of terminals.values()) screen.setLook(next);
    },
    refreshThemes: () => {
      for (const { screen } of terminals.values()) screen.refreshTheme();
    },
    [Symbol.dispose]: () => {
      for (const session of [...terminals.keys()]) close(session);
    },
  };
}

/** A page in the background must not decide how large a terminal is, nor one that only watches. */
function decidingOnly(screen: Screen, mayDecide: () => boolean): FeedScreen {
  return { ...screen, fittingSize: () => (mayDecide() ? screen.fittingSize() : null) };
}
