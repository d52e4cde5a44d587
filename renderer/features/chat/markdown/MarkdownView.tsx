import { ExternalLink, Square, SquareCheck } from "lucide-react";
import { Children, isValidElement, memo, type ReactNode, useMemo } from "react";
import Markdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import { useText } from "../../../i18n/useText.ts";
import { CodeBlock } from "./CodeBlock.tsx";
import { markdownBlocks } from "./markdownBlocks.ts";

const plugins = [remarkGfm];

export interface MarkdownViewProps {
  readonly text: string;
  readonly isGrowing: boolean;
}

/**
 * A model's text. HTML in it is shown as the text it is; pictures from elsewhere are shown as links, because fetching one would tell
 * its server who reads what; links open outside. Of a text that grows only the last block is parsed again.
 */
export function MarkdownView({ text, isGrowing }: MarkdownViewProps) {
  const blocks = useMemo(() => markdownBlocks(text), [text]);
  return (
    <div className="chat-text min-w-0 text-13 leading-[22px] break-words [&>*:first-child>*:first-child]:mt-0 [&>*:last-child>*:last-child]:mb-0">
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are added at the end alone
        <Block key={place} text={block} isGrowing={isGrowing && place === blocks.length - 1} />
      ))}
    </div>
  );
}

const Block = memo(function Block({ text, isGrowing }: MarkdownViewProps) {
  return (
    <div>
      <Markdown remarkPlugins={plugins} components={isGrowing ? growingComponents : settledComponents}>
        {text}
      </Markdown>
    </div>
  );
});

function OutsideLink({ href, children }: { readonly href: string | undefined; readonly children?: ReactNode }) {
  // What react-markdown found unsafe (`javascript:` …) comes without an address.
  if (href === undefined || href === "" || !/^(https?|mailto):/i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

function OutsidePicture({ address, alternative }: { readonly address: string; readonly alternative: string }) {
  const t = useText();
  return (
    <OutsideLink href={address}>
      <span className="inline-flex items-center gap-1">
        <ExternalLink size={12} className="shrink-0" aria-hidden />
        {alternative === "" ? t("chat.pictureNotLoaded") : t("chat.pictureNamed", { name: alternative })}
      </span>
    </OutsideLink>
  );
}

/** The box of a task list: a picture with its word, as there is nothing to tick here. */
function TaskMark({ isDone }: { readonly isDone: boolean }) {
  const t = useText();
  const Icon = isDone ? SquareCheck : Square;
  return (
    <span className="mr-1.5 inline-flex align-text-bottom text-muted">
      <Icon size={14} aria-hidden />
      <span className="sr-only">{isDone ? t("chat.taskDone") : t("chat.taskOpen")}</span>
    </span>
  );
}

type PreProps = { readonly children?: ReactNode } & ExtraProps;

/** A fenced block: react-markdown gives it as `code` within `pre`. */
function codeOf(children: ReactNode): { readonly code: string; readonly language: string } {
  const [child] = Children.toArray(children);
  if (!isValidElement<{ className?: string; children?: ReactNode }>(child)) return { code: "", language: "" };
  const language = /(?:^|\s)language-(\S+)/.exec(child.props.className ?? "")?.[1] ?? "";
  return { code: String(child.props.children ?? "").replace(/\n$/, ""), language };
}

function componentsFor(isGrowing: boolean): Components {
  return {
    a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
    img: ({ src, alt }) => <OutsidePicture address={typeof src === "string" ? src : ""} alternative={alt ?? ""} />,
    pre: ({ children }: PreProps) => <CodeBlock {...codeOf(children)} isGrowing={isGrowing} />,
    code: ({ children }) => (
      <code className="mono rounded border border-line bg-surface px-1 py-0.5 text-12 break-all">{children}</code>
    ),
    p: ({ children }) => <p className="my-2">{children}</p>,
    h1: ({ children }) => <h3 className="mt-4 mb-2 text-15 font-semibold">{children}</h3>,
    h2: ({ children }) => <h3 className="mt-4 mb-2 text-15 font-semibold">{children}</h3>,
    h3: ({ children }) => <h4 className="mt-3 mb-1.5 text-13 font-semibold">{children}</h4>,
    h4: ({ children }) => <h5 className="mt-3 mb-1.5 text-13 font-semibold">{children}</h5>,
    ul: ({ children }) => <ul className="my-2 list-disc pl-5 [&_p]:my-1">{children}</ul>,
    ol: ({ children, start }) => (
      <ol className="my-2 list-decimal pl-6 [&_p]:my-1" {...(start === undefined ? {} : { start })}>
        {children}
      </ol>
    ),
    li: ({ children, className }) => (
      <li className={className?.includes("task-list-item") ? "my-1 -ml-5 list-none" : "my-1"}>{children}</li>
    ),
    input: ({ checked }) => <TaskMark isDone={checked === true} />,
    blockquote: ({ children }) => (
      <blockquote className="my-2 border-l-2 border-line-strong pl-3 text-muted">{children}</blockquote>
    ),
    hr: () => <hr className="my-4 border-line" />,
    table: ({ children }) => (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <div className="focus-inset my-3 overflow-x-auto" tabIndex={0}>
        <table className="border-collapse text-13">{children}</table>
      </div>
    ),
    th: ({ children, style }) => (
      <th style={style} className="border border-line bg-surface px-2.5 py-1 text-left font-semibold">
        {children}
      </th>
    ),
    td: ({ children, style }) => (
      <td style={style} className="border border-line px-2.5 py-1 align-top">
        {children}
      </td>
    ),
  };
}

const growingComponents = componentsFor(true);
const settledComponents = componentsFor(false);
