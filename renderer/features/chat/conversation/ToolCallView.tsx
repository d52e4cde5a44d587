import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { AttentionItem } from "#shared/contract/attention.ts";
import type { ToolCall } from "#shared/contract/chatMessages.ts";
import { AnswerBox } from "../../../attention/AnswerBox.tsx";
import { useAttention, useSeen } from "../../../attention/useAttention.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { classes } from "../../../ui/classes.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { useNow } from "../list/useNow.ts";
import { briefArguments, durationOf, prettyJson, shownToolName, toolShape, toolWord } from "./toolCallText.ts";

/** A tool call in one line: name, arguments, how it is and for how long; opened, everything. While it asks, the question stands below. */
export function ToolCallView({ call }: { readonly call: ToolCall }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const brief = briefArguments(call.arguments);
  return (
    <section
      aria-label={t("chat.toolCall", { tool: call.tool })}
      className="min-w-0 rounded border border-line bg-surface text-12"
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="focus-inset flex min-h-8 w-full min-w-0 items-center gap-2 px-2 text-left hover:bg-hover max-wide:min-h-11"
      >
        <ChevronRight
          size={14}
          className={classes("shrink-0 text-muted transition-transform", isOpen && "rotate-90")}
          aria-hidden
        />
        <span className="mono max-w-1/2 shrink-0 truncate font-medium">{shownToolName(call.tool)}</span>
        <span className="mono min-w-0 flex-1 truncate text-muted">{brief}</span>
        {call.state === "running" && <Spinner className="text-muted" />}
        <StatusDot shape={toolShape(call.state)} label={toolWord(call.state, t)} className="shrink-0 text-muted" />
        <Duration call={call} />
      </button>
      {call.state === "running" && call.progress !== null && (
        <p className="truncate px-3 pb-1.5 pl-8 text-muted">{call.progress}</p>
      )}
      {call.state === "asking" && <Question call={call} />}
      {isOpen && <Details call={call} />}
    </section>
  );
}

function Duration({ call }: { readonly call: ToolCall }) {
  const isRunning = call.state === "running";
  const now = useNow(isRunning ? 500 : 3_600_000);
  const text = durationOf(call, now);
  return text === null ? null : <span className="figures w-14 shrink-0 text-right text-faint">{text}</span>;
}

/** The item of what needs the user: answered here or anywhere else, once. */
function Question({ call }: { readonly call: ToolCall }) {
  const t = useText();
  const item = useAttention((state) => (call.attention === null ? undefined : state.byId.get(call.attention)));
  return (
    <div className="flex flex-col gap-2 border-t border-line bg-attention-soft px-3 py-2.5 text-13">
      <p className="break-words">{item?.text ?? t("chat.asksPermission", { tool: shownToolName(call.tool) })}</p>
      {call.arguments !== "" && call.arguments !== "{}" && (
        <pre className="mono max-h-40 overflow-auto text-12 break-all whitespace-pre-wrap text-muted">
          {prettyJson(call.arguments)}
        </pre>
      )}
      {item ? (
        <Answers item={item} />
      ) : (
        <p className="flex items-center gap-2 text-12 text-muted">
          <Spinner /> {t("chat.loadingQuestion")}
        </p>
      )}
    </div>
  );
}

function Answers({ item }: { readonly item: AttentionItem }) {
  const place = useRef<HTMLDivElement>(null);
  useSeen(item, place);
  useNoMessage(item);
  return (
    <div ref={place}>
      <AnswerBox item={item} size="bar" />
    </div>
  );
}

/** Who looks at the question needs no message about it; it would cover what one came to press. */
function useNoMessage({ text }: AttentionItem): void {
  const { toasts } = useShell();
  const shown = useStore(toasts.store);
  useEffect(() => {
    for (const { id, tone, body } of shown) if (tone === "attention" && body === text) toasts.dismiss(id);
  }, [shown, text, toasts]);
}

function Details({ call }: { readonly call: ToolCall }) {
  const t = useText();
  const block = (label: string, text: string, isError = false) => (
    <div>
      <h3 className={classes("mb-1 text-12", isError ? "text-danger" : "text-faint")}>{label}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset mono max-h-80 overflow-auto break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
    </div>
  );
  return (
    <div className="flex flex-col gap-3 border-t border-line px-3 py-2.5">
      {block(t("chat.toolArguments"), prettyJson(call.arguments))}
      {call.result !== null && block(t("chat.toolResult"), prettyJson(call.result))}
      {call.error !== null && block(t("chat.toolError"), call.error, true)}
    </div>
  );
}
