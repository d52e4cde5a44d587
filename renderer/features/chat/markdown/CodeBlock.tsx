import { Copy, SquareTerminal } from "lucide-react";
import { type CSSProperties, memo, useEffect, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { useChatModel } from "../useChat.ts";
import { isForShell, withoutPrompts } from "./codeLanguages.ts";
import { type CodeToken, highlight } from "./highlighter.ts";

/** The highlighter's colours are those of our terminals, so every theme has them already. */
const codeColours: CSSProperties & Readonly<Record<`--code-${string}`, string>> = {
  "--code-foreground": "var(--text)",
  "--code-background": "var(--surface)",
  "--code-token-constant": "var(--terminal-blue)",
  "--code-token-string": "var(--terminal-green)",
  "--code-token-string-expression": "var(--terminal-green)",
  "--code-token-comment": "var(--text-faint)",
  "--code-token-keyword": "var(--terminal-magenta)",
  "--code-token-parameter": "var(--text)",
  "--code-token-function": "var(--terminal-cyan)",
  "--code-token-punctuation": "var(--text-muted)",
  "--code-token-link": "var(--accent)",
  "--code-token-inserted": "var(--terminal-green)",
  "--code-token-deleted": "var(--terminal-red)",
  "--code-token-changed": "var(--terminal-yellow)",
};

export interface CodeBlockProps {
  readonly code: string;
  readonly language: string;
  /** Still being written: its colours come when it is done, so that nothing flickers. */
  readonly isGrowing: boolean;
}

/** Code with its language, to be copied, or put into a terminal to be looked at and run there. */
export const CodeBlock = memo(function CodeBlock({ code, language, isGrowing }: CodeBlockProps) {
  const t = useText();
  const copy = useCopy();
  const model = useChatModel();
  const mayType = useMay("steer");
  const lines = useHighlighted(code, language, isGrowing);
  return (
    <figure className="my-3 overflow-hidden rounded border border-line bg-surface" style={codeColours}>
      <figcaption className="flex h-8 items-center gap-1 border-b border-line pr-1 pl-3 text-12 text-muted max-wide:h-11">
        <span className="mono min-w-0 flex-1 truncate">{language}</span>
        {mayType && isForShell(language) && (
          <IconButton
            icon={SquareTerminal}
            label={t("chat.runInSession")}
            onClick={() => model.setDialog({ kind: "run", text: withoutPrompts(code) })}
          />
        )}
        <IconButton icon={Copy} label={t("chat.copyCode")} onClick={() => void copy(code)} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset mono overflow-x-auto px-3 py-2 text-12 leading-5"
      >
        <code>
          {lines === null
            ? code
            : lines.map((line, number) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else, and do not move
                <Line key={number} tokens={line} isLast={number === lines.length - 1} />
              ))}
        </code>
      </pre>
    </figure>
  );
});

function Line({ tokens, isLast }: { readonly tokens: readonly CodeToken[]; readonly isLast: boolean }) {
  return (
    <>
      {tokens.map(({ text, color }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nor do the pieces of a line
        <span key={place} style={{ color }}>
          {text}
        </span>
      ))}
      {!isLast && "\n"}
    </>
  );
}

function useHighlighted(code: string, language: string, isGrowing: boolean) {
  const [found, setFound] = useState<{ code: string; lines: readonly (readonly CodeToken[])[] | null } | null>(null);
  useEffect(() => {
    if (isGrowing) return;
    let isWanted = true;
    highlight(code, language).then(
      (lines) => {
        if (isWanted) setFound({ code, lines });
      },
      // Its grammar could not be fetched: the code stays plain, which it is good enough as.
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [code, language, isGrowing]);
  return found?.code === code ? found.lines : null;
}
