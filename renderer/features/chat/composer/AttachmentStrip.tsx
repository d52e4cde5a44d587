import { FileText, Image, X } from "lucide-react";
import type { Attachment } from "#shared/contract/chatMessages.ts";
import { formatBytes } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import type { Upload } from "./useAttaching.ts";

export interface AttachmentStripProps {
  readonly attachments: readonly Attachment[];
  readonly uploads: readonly Upload[];
  readonly onRemove: (id: string) => void;
  readonly onCancel: (id: string) => void;
}

/** What goes with the message, and what is still on its way to the server. */
export function AttachmentStrip({ attachments, uploads, onRemove, onCancel }: AttachmentStripProps) {
  const t = useText();
  const language = useLanguage();
  if (attachments.length === 0 && uploads.length === 0) return null;
  return (
    <ul aria-label={t("chat.attachments")} className="flex flex-wrap gap-1.5 px-2 pt-2">
      {attachments.map(({ id, name, mediaType, bytes }) => {
        const Icon = mediaType.startsWith("image/") ? Image : FileText;
        return (
          <li key={id} className="flex max-w-60 items-center gap-2 rounded border border-line bg-surface pl-2 text-12">
            <Icon size={14} className="shrink-0 text-muted" aria-hidden />
            <span className="min-w-0 truncate">{name}</span>
            <span className="figures shrink-0 text-faint">{formatBytes(bytes, language)}</span>
            <IconButton icon={X} label={t("chat.removeAttachment", { name })} onClick={() => onRemove(id)} />
          </li>
        );
      })}
      {uploads.map(({ id, name, share }) => (
        <li key={id} className="flex w-48 items-center gap-2 rounded border border-line bg-surface pl-2 text-12">
          <span className="min-w-0 flex-1">
            <span className="flex gap-2">
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="figures text-muted">{Math.round(share * 100)}%</span>
            </span>
            <Progress value={share} label={t("chat.uploading", { name })} />
          </span>
          <IconButton icon={X} label={t("chat.cancelUpload", { name })} onClick={() => onCancel(id)} />
        </li>
      ))}
    </ul>
  );
}
