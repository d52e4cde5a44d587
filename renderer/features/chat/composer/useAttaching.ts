import { useCallback, useEffect, useRef, useState } from "react";
import { chatLimits } from "#shared/contract/chatMessages.ts";
import { formatBytes } from "../../../i18n/format.ts";
import type { Translate } from "../../../i18n/texts.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { repeatable } from "../outbox/repeatable.ts";
import { useChatModel } from "../useChat.ts";
import { type AttachmentProblem, attachmentProblem, mediaTypeOf } from "./attachmentRules.ts";
import { uploadFile } from "./uploadFile.ts";

export interface Upload {
  readonly id: string;
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** Files on their way into a draft. Leaving the page of the conversation ends what is not there yet. */
export function useAttaching(draftOf: string): {
  readonly uploads: readonly Upload[];
  readonly add: (files: Iterable<File>) => void;
  readonly cancel: (id: string) => void;
} {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const { toasts } = useShell();
  const { drafts } = useChatModel();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const aborts = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const running = aborts.current;
    return () => {
      for (const abort of running.values()) abort.abort(new DOMException("Left", "AbortError"));
    };
  }, []);

  const upload = useCallback(
    async (file: File, mediaType: string) => {
      const id = crypto.randomUUID();
      const abort = new AbortController();
      aborts.current.set(id, abort);
      setUploads((all) => [...all, { id, name: file.name, share: 0 }]);
      const outcome = await call(
        `chat.upload:${id}`,
        (client, signal) =>
          uploadFile(
            { id, mediaType, file },
            (piece) => repeatable(client.chat.upload(piece, { signal: AbortSignal.any([signal, abort.signal]) })),
            (share) => setUploads((all) => all.map((one) => (one.id === id ? { ...one, share } : one))),
            abort.signal,
          ),
        { label: t("chat.uploading", { name: file.name }) },
      );
      aborts.current.delete(id);
      setUploads((all) => all.filter((one) => one.id !== id));
      if (outcome.kind === "done")
        drafts.change(draftOf, { attachments: [...drafts.of(draftOf).attachments, outcome.value] });
    },
    [call, draftOf, drafts, t],
  );
  const add = (files: Iterable<File>): void => {
    const present = [...drafts.of(draftOf).attachments, ...uploads];
    for (const file of files) {
      const problem = attachmentProblem(file, present);
      const mediaType = mediaTypeOf(file);
      if (problem === null && mediaType !== null) {
        present.push({ id: file.name, name: file.name, share: 0 });
        void upload(file, mediaType);
      } else if (problem !== null)
        toasts.show({
          tone: "error",
          title: t("chat.cannotAttach", { name: file.name }),
          body: problemText(problem, formatBytes(chatLimits.attachmentBytes, language), t),
        });
    }
  };
  const cancel = (id: string): void => aborts.current.get(id)?.abort(new DOMException("Cancelled", "AbortError"));
  return { uploads, add, cancel };
}

function problemText(problem: AttachmentProblem, size: string, t: Translate): string {
  switch (problem) {
    case "too-many":
      return t("chat.attachTooMany", { count: chatLimits.attachments });
    case "too-large":
      return t("chat.attachTooLarge", { size });
    case "empty":
      return t("chat.attachEmpty");
    case "wrong-kind":
      return t("chat.attachWrongKind");
  }
}
