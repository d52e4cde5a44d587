import type { Attachment } from "#shared/contract/chatMessages.ts";
import { classes } from "../../../ui/classes.ts";
import { AttachmentView } from "./AttachmentView.tsx";

export interface UserBubbleProps {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly className?: string;
}

/** What a person wrote, as they wrote it: no Markdown, so that nothing changes under their hands. */
export function UserBubble({ text, attachments, className }: UserBubbleProps) {
  return (
    <div className={classes("flex max-w-[85%] min-w-0 flex-col items-end gap-1.5", className)}>
      {attachments.length > 0 && (
        <ul className="flex flex-wrap justify-end gap-1.5">
          {attachments.map((attachment) => (
            <li key={attachment.id}>
              <AttachmentView attachment={attachment} />
            </li>
          ))}
        </ul>
      )}
      {text !== "" && (
        <p className="max-w-full rounded bg-selected px-3 py-2 text-13 leading-[22px] break-words whitespace-pre-wrap">
          {text}
        </p>
      )}
    </div>
  );
}
