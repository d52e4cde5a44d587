import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useSessionsModel } from "../useSessions.ts";
import type { SessionTerminal } from "./terminalPool.ts";

/** How matches look; the terminal's search wants colours by value, so they are read from the tokens when it begins. */
function decorations() {
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string): string => styles.getPropertyValue(name).trim();
  return {
    matchBackground: token("--terminal-selection-inactive"),
    matchOverviewRuler: token("--accent"),
    activeMatchBackground: token("--terminal-selection"),
    activeMatchBorder: token("--accent"),
    activeMatchColorOverviewRuler: token("--accent"),
  };
}

/** Finds text in what the terminal still holds. Enter goes up to older matches, Shift+Enter down; Escape closes. */
export function FindBar({ terminal }: { readonly terminal: SessionTerminal }) {
  const t = useText();
  const model = useSessionsModel();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [results, setResults] = useState({ index: -1, count: 0 });
  const { search, terminal: xterm } = terminal.screen;

  useEffect(() => {
    input.current?.focus();
    const listener = search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setResults({ index: resultIndex, count: resultCount }),
    );
    return () => {
      listener.dispose();
      search.clearDecorations();
    };
  }, [search]);

  const find = (text: string, isOlder: boolean, incremental = false): void => {
    if (text === "") {
      search.clearDecorations();
      return;
    }
    const options = { decorations: decorations(), incremental };
    if (isOlder) search.findPrevious(text, options);
    else search.findNext(text, options);
  };
  const close = (): void => {
    model.store.setState({ finding: null });
    xterm.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") find(query, !event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search
      className="appear absolute top-2 right-4 z-20 flex items-center gap-1 rounded border border-line bg-raised p-1 shadow"
      onKeyDown={onKeyDown}
    >
      <TextField
        ref={input}
        label={t("sessions.findInTerminal")}
        isLabelHidden
        placeholder={t("sessions.findInTerminal")}
        value={query}
        onChange={(next) => {
          setQuery(next);
          find(next, true, true);
        }}
        className="w-52"
      />
      <span aria-live="polite" className="figures min-w-16 text-center text-12 text-muted">
        {query === ""
          ? ""
          : results.count === 0
            ? t("sessions.findNone")
            : t("sessions.findCount", { index: results.index < 0 ? "–" : results.index + 1, count: results.count })}
      </span>
      <IconButton icon={ArrowUp} label={t("sessions.findPrevious")} onClick={() => find(query, true)} />
      <IconButton icon={ArrowDown} label={t("sessions.findNext")} onClick={() => find(query, false)} />
      <IconButton icon={X} label={t("app.close")} onClick={close} />
    </search>
  );
}
