import type { HighlighterCore } from "shiki/core";
import { grammarOf } from "./codeLanguages.ts";

/** A piece of a line in one colour; undefined is the text's own. */
export interface CodeToken {
  readonly text: string;
  readonly color: string | undefined;
}

const themeName = "tokens";
/** Longer code stays plain: colouring it would hold up the page. */
const maximumLength = 60_000;

let opening: Promise<HighlighterCore> | null = null;
const loaded = new Map<string, Promise<void>>();

/**
 * The lines of a code block in colours, or null where its language is not among ours. Shiki with JavaScript's own regular expressions:
 * its usual engine is WebAssembly, which the page's policy forbids. The colours are variables that CodeBlock.tsx sets from our tokens.
 */
export async function highlight(code: string, language: string): Promise<readonly (readonly CodeToken[])[] | null> {
  const grammar = grammarOf(language);
  if (!grammar || code.length > maximumLength) return null;
  opening ??= openHighlighter();
  opening.catch(() => {
    opening = null;
  });
  const highlighter = await opening;
  const loading =
    loaded.get(grammar.name) ?? grammar.load().then((module) => highlighter.loadLanguage(...module.default));
  loaded.set(grammar.name, loading);
  // A file that could not be fetched is asked for again by the next block.
  loading.catch(() => loaded.delete(grammar.name));
  await loading;
  return highlighter
    .codeToTokensBase(code, { lang: grammar.name, theme: themeName })
    .map((line) => line.map(({ content, color }) => ({ text: content, color })));
}

async function openHighlighter(): Promise<HighlighterCore> {
  const [{ createHighlighterCore, createCssVariablesTheme }, { createJavaScriptRegexEngine }] = await Promise.all([
    import("shiki/core"),
    import("shiki/engine/javascript"),
  ]);
  return await createHighlighterCore({
    themes: [createCssVariablesTheme({ name: themeName, variablePrefix: "--code-", variableDefaults: {} })],
    langs: [],
    // A rule that JavaScript cannot express is left out: a word less in colour, instead of none.
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
}
