import { wordsOf } from "#shared/pairing/words.ts";
import { useLanguage, useText } from "../i18n/useText.ts";

/** The words that two people compare, in both languages: phone and desktop may be set to different ones. */
export function FourWords({ words }: { readonly words: readonly number[] }) {
  const t = useText();
  const language = useLanguage();
  const other = language === "en" ? "zh-CN" : "en";
  const own = wordsOf(words, language);
  const others = wordsOf(words, other);
  return (
    <ol aria-label={t("pairing.wordsLabel")} className="grid grid-cols-2 gap-2">
      {own.map((word, index) => {
        // A word may come twice; its place is what it is.
        const key = `${index}:${word}`;
        return (
          <li key={key} className="rounded border border-line-strong bg-sunken px-3 py-2.5">
            <span className="figures block text-12 text-muted" aria-hidden>
              {index + 1}
            </span>
            <span className="block text-20 font-semibold">{word}</span>
            <span lang={other} className="block text-13 text-muted">
              {others[index]}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
