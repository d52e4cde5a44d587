import { Download, FileText, Image } from "lucide-react";
import { useEffect, useState } from "react";
import type { Attachment } from "#shared/contract/chatMessages.ts";
import { formatBytes } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { readAttachment } from "../composer/readAttachment.ts";
import { saveFile } from "../saveFile.ts";

/** Larger pictures are shown by name: they would be fetched whole for a thumbnail. */
const shownPictureBytes = 4 * 1024 * 1024;

/** An attachment: a picture small, a file by its name; pressed, it is saved. */
export function AttachmentView({ attachment }: { readonly attachment: Attachment }) {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const picture = usePicture(attachment);
  const { id, name, mediaType, bytes } = attachment;
  const isPicture = mediaType.startsWith("image/");
  const save = async (): Promise<void> => {
    const outcome = await call(`chat.download:${id}`, (client, signal) => readAttachment(client, id, signal), {
      label: t("chat.fetching", { name }),
    });
    if (outcome.kind === "done") saveFile(name, new Blob(outcome.value.pieces, { type: mediaType }));
  };
  return (
    <button
      type="button"
      onClick={() => void save()}
      aria-label={t("chat.saveAttachment", { name })}
      className="group relative flex max-w-60 items-center gap-2 overflow-hidden rounded border border-line bg-surface text-left text-12 hover:bg-hover"
    >
      {picture === null ? (
        <span className="flex min-h-9 min-w-0 items-center gap-2 px-2.5 py-1.5">
          {isPicture ? (
            <Image size={14} className="shrink-0 text-muted" aria-hidden />
          ) : (
            <FileText size={14} className="shrink-0 text-muted" aria-hidden />
          )}
          <span className="min-w-0 truncate">{name}</span>
          <span className="figures shrink-0 text-faint">{formatBytes(bytes, language)}</span>
          <Download size={12} className="shrink-0 text-faint" aria-hidden />
        </span>
      ) : (
        <img src={picture} alt={name} className="h-40 max-w-60 object-cover" />
      )}
    </button>
  );
}

/** A picture as the page's policy lets it be shown: its bytes in the address. Null until it is there, and for everything else. */
function usePicture({ id, mediaType, bytes }: Attachment): string | null {
  const { connection } = useShell();
  const [address, setAddress] = useState<string | null>(null);
  const isShown = mediaType.startsWith("image/") && mediaType !== "image/svg+xml" && bytes <= shownPictureBytes;
  useEffect(() => {
    if (!isShown) return;
    const abort = new AbortController();
    const live = connection.onLive(() => {
      readAttachment(connection.client, id, abort.signal).then(
        ({ base64 }) => setAddress(`data:${mediaType};base64,${base64}`),
        // Its name is shown instead; saving it says what is wrong.
        () => setAddress(null),
      );
    });
    return () => {
      live[Symbol.dispose]();
      abort.abort(new DOMException("No longer shown", "AbortError"));
    };
  }, [connection, id, mediaType, isShown]);
  return address;
}
