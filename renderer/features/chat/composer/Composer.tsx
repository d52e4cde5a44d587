import { ArrowUp, Paperclip, ScrollText, Square, X } from "lucide-react";
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { Conversation } from "#shared/contract/chat.ts";
import { chatLimits } from "#shared/contract/chatMessages.ts";
import { useConnectionState } from "../../../connection/useConnection.ts";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { classes } from "../../../ui/classes.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { useIsHandheld } from "../../../ui/useMediaQuery.ts";
import { useChatModel, useDraft } from "../useChat.ts";
import { useChatActions } from "../useChatActions.ts";
import { AttachmentStrip } from "./AttachmentStrip.tsx";
import { ModelPicker } from "./ModelPicker.tsx";
import { useAttaching } from "./useAttaching.ts";
import { useSend } from "./useSend.ts";

/** Pixels; further the text scrolls within. */
const maximumHeight = 240;

export interface ComposerProps {
  /** Whose draft it is: a conversation's id, or `new`. */
  readonly draftOf: string;
  /** Null for one that does not exist yet, or is not known yet. */
  readonly conversation: Conversation | null;
}

/** Where one writes. Enter sends and Shift+Enter begins a line; on a phone Enter begins a line and the button sends. */
export function Composer({ draftOf, conversation }: ComposerProps) {
  const t = useText();
  const mayWrite = useMay("steer");
  const draft = useDraft(draftOf);
  const { drafts } = useChatModel();
  const attaching = useAttaching(draftOf);
  const send = useSend(draftOf);
  const [isOver, setOver] = useState(false);
  const isTooLong = draft.text.length > chatLimits.textLength;
  const isUploading = attaching.uploads.length > 0;
  const canSend = (draft.text.trim() !== "" || draft.attachments.length > 0) && !isTooLong && !isUploading;

  if (!mayWrite)
    return <p className="border-t border-line px-4 py-3 text-center text-13 text-muted">{t("chat.mayNotWrite")}</p>;
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    attaching.add(event.dataTransfer.files);
  };
  return (
    <div className="safe-bottom shrink-0">
      <div className="mx-auto w-full max-w-200 px-4 pb-3 wide:px-8 max-wide:px-2 max-wide:pb-2">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (canSend) send();
          }}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
          className={classes(
            "rounded border bg-field transition-colors focus-within:border-accent",
            isOver ? "border-accent bg-accent-soft" : "border-line-strong",
          )}
        >
          {draft.editing && (
            <p className="flex h-8 items-center gap-2 border-b border-line pr-1 pl-3 text-12 text-muted max-wide:h-11">
              <span className="flex-1">{t("chat.editing")}</span>
              <IconButton
                icon={X}
                label={t("chat.cancelEditing")}
                onClick={() => drafts.change(draftOf, { text: "", attachments: [], editing: null })}
              />
            </p>
          )}
          <AttachmentStrip
            attachments={draft.attachments}
            uploads={attaching.uploads}
            onRemove={(id) =>
              drafts.change(draftOf, { attachments: draft.attachments.filter((attachment) => attachment.id !== id) })
            }
            onCancel={attaching.cancel}
          />
          <Field
            draftOf={draftOf}
            text={draft.text}
            onChange={(text) => drafts.change(draftOf, { text })}
            onSend={() => {
              if (canSend) send();
            }}
            onFiles={attaching.add}
          />
          <Tools draftOf={draftOf} conversation={conversation} canSend={canSend} onFiles={attaching.add} />
        </form>
        {isTooLong && (
          <p role="alert" className="pt-1 text-12 text-danger">
            {t("chat.tooLong", { length: draft.text.length, limit: chatLimits.textLength })}
          </p>
        )}
      </div>
    </div>
  );
}

interface FieldProps {
  readonly draftOf: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
  readonly onFiles: (files: Iterable<File>) => void;
}

function Field({ draftOf, text, onChange, onSend, onFiles }: FieldProps) {
  const t = useText();
  const isHandheld = useIsHandheld();
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, maximumHeight)}px`;
  }, [text]);
  // At a desk one comes to write; on a phone a keyboard that springs up would cover what one came to read.
  useLayoutEffect(() => {
    if (!isHandheld) field.current?.focus({ preventScroll: true });
  }, [isHandheld]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const isForced = event.ctrlKey || event.metaKey;
    if (!isForced && (event.shiftKey || event.altKey || isHandheld)) return;
    event.preventDefault();
    onSend();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const { files, types } = event.clipboardData;
    // What also has text, such as cells of a table, is pasted as text.
    if (files.length === 0 || types.includes("text/plain")) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    <textarea
      ref={field}
      id={`composer-${draftOf}`}
      aria-label={t("chat.write")}
      placeholder={isHandheld ? t("chat.write") : t("chat.writeHint")}
      rows={1}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      autoComplete="off"
      enterKeyHint="enter"
      // Below 16 pixels iOS zooms into the field.
      className="block min-h-10 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-13 leading-5 outline-none max-wide:text-[16px]"
    />
  );
}

interface ToolsProps {
  readonly draftOf: string;
  readonly conversation: Conversation | null;
  readonly canSend: boolean;
  readonly onFiles: (files: Iterable<File>) => void;
}

function Tools({ draftOf, conversation, canSend, onFiles }: ToolsProps) {
  const t = useText();
  const model = useChatModel();
  const actions = useChatActions();
  const draft = useDraft(draftOf);
  const isLive = useConnectionState().kind === "live";
  const chooser = useRef<HTMLInputElement>(null);
  const isBusy = conversation?.state === "answering" || conversation?.state === "asking";
  const prompt = conversation?.systemPrompt ?? draft.systemPrompt;
  return (
    <div className="flex items-center gap-0.5 px-1.5 pb-1.5">
      <input
        ref={chooser}
        type="file"
        multiple
        aria-label={t("chat.attach")}
        className="hidden"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
          onFiles(files);
        }}
      />
      <IconButton icon={Paperclip} label={t("chat.attachHint")} onClick={() => chooser.current?.click()} />
      <IconButton
        icon={ScrollText}
        label={prompt === "" ? t("chat.systemPrompt") : t("chat.systemPromptSet")}
        isPressed={prompt !== ""}
        onClick={() => model.setDialog({ kind: "prompt", conversation: draftOf })}
      />
      <ModelPicker
        chosen={conversation ? conversation.model : draft.model}
        onChoose={(key) =>
          conversation
            ? void actions.update(conversation.id, { model: key })
            : model.drafts.change(draftOf, { model: key })
        }
        isDisabled={conversation !== null && !isLive}
      />
      <span className="flex-1 truncate pr-2 text-right text-12 text-muted">{!isLive && t("chat.offlineHint")}</span>
      {isBusy && (
        <Button size="small" disabled={!isLive} onClick={() => void actions.stop(conversation.id)}>
          <Square size={12} fill="currentColor" aria-hidden />
          {t("chat.stop")}
        </Button>
      )}
      {(!isBusy || canSend) && (
        <Button
          type="submit"
          look="primary"
          size="small"
          disabled={!canSend}
          aria-label={isBusy ? t("chat.sendAfter") : t("chat.send")}
          className="w-9 px-0 max-wide:w-11"
        >
          <ArrowUp size={16} aria-hidden />
        </Button>
      )}
    </div>
  );
}
