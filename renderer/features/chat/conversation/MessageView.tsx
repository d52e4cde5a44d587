import { memo } from "react";
import { classes } from "../../../ui/classes.ts";
import { AssistantMessage } from "./AssistantMessage.tsx";
import type { MessageViewProps } from "./messageViewProps.ts";
import { UserMessage } from "./UserMessage.tsx";

/** One message. Drawn again only when it changes: while one is written, the others rest. */
export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message, isMarked } = props;
  return (
    <div
      id={`message-${message.id}`}
      className={classes(
        "scroll-mt-4",
        message.role === "user" ? "mt-6" : "mt-4",
        isMarked && "-mx-3 rounded bg-accent-soft px-3 py-2",
      )}
    >
      {message.role === "user" ? <UserMessage {...props} /> : <AssistantMessage {...props} />}
    </div>
  );
});
