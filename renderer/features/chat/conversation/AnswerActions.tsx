import { Copy, Ellipsis, GitBranch, RefreshCw } from "lucide-react";
import type { Message } from "#shared/contract/chatMessages.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { useChat } from "../useChat.ts";
import { useChatActions } from "../useChatActions.ts";
import { textOf } from "./messageParts.ts";
import { formatTokens, useCostText } from "./usageText.ts";
import { Versions } from "./Versions.tsx";

/** The quiet line under an answer: versions, copy, another answer, a branch; which model it was and what it took. */
export function AnswerActions({ message, isBusy }: { readonly message: Message; readonly isBusy: boolean }) {
  const t = useText();
  const copy = useCopy();
  const actions = useChatActions();
  const mayChange = useMay("steer");
  const text = textOf(message);
  const models = useChat((state) => state.models);
  const others = (models ?? []).map((model) => ({
    kind: "action" as const,
    id: model.key,
    label: t("chat.regenerateWith", { model: model.name }),
    isDisabled: model.state.kind === "unusable",
    onSelect: () => void actions.regenerate(message, model.key),
  }));
  return (
    <div className="-ml-1.5 flex min-h-7 flex-wrap items-center gap-x-0.5 text-12 text-muted">
      <Versions message={message} isDisabled={isBusy || !mayChange} />
      {text !== "" && <IconButton icon={Copy} label={t("chat.copyAnswer")} onClick={() => void copy(text)} />}
      {mayChange && (
        <>
          {/* One that failed or was cut off has this as a button with words. */}
          {(message.state === "done" || message.state === "stopped") && (
            <IconButton
              icon={RefreshCw}
              label={t("chat.regenerate")}
              disabled={isBusy}
              onClick={() => void actions.regenerate(message, null)}
            />
          )}
          <IconButton icon={GitBranch} label={t("chat.branchHere")} onClick={() => void actions.branch(message)} />
          {others.length > 0 && (
            <Menu items={others} align="start">
              <IconButton icon={Ellipsis} label={t("chat.regenerateOther")} disabled={isBusy} />
            </Menu>
          )}
        </>
      )}
      <AnsweredBy message={message} />
    </div>
  );
}

function AnsweredBy({ message: { model, usage } }: { readonly message: Message }) {
  const t = useText();
  const language = useLanguage();
  const cost = useCostText(usage?.cost ?? null);
  const words = [
    model === null ? null : model.isFallback ? t("chat.answeredByFallback", { model: model.name }) : model.name,
    usage === null
      ? null
      : t("chat.usage", {
          input: formatTokens(usage.inputTokens, language),
          output: formatTokens(usage.outputTokens, language),
        }),
    cost,
  ].filter((part) => part !== null);
  return words.length === 0 ? null : <span className="figures ml-1.5 text-faint">{words.join(" · ")}</span>;
}
