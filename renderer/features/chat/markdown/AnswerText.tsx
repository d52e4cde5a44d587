import { lazy, Suspense } from "react";
import type { MarkdownViewProps } from "./MarkdownView.tsx";

const MarkdownView = lazy(async () => ({ default: (await import("./MarkdownView.tsx")).MarkdownView }));

/** A model's text with its Markdown, whose code is fetched when a chat is first looked at; until it is there, the text as it is. */
export function AnswerText(props: MarkdownViewProps) {
  return (
    <Suspense fallback={<p className="text-13 leading-[22px] break-words whitespace-pre-wrap">{props.text}</p>}>
      <MarkdownView {...props} />
    </Suspense>
  );
}
