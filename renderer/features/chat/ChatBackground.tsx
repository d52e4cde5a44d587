import { useEffect } from "react";
import { ChatDialogs } from "./ChatDialogs.tsx";
import { useChatModel } from "./useChat.ts";
import { useChatCommands } from "./useChatCommands.ts";

/** What of the chats goes on whichever page is shown: the list, what waits to be sent, the commands, the dialogs. */
export function ChatBackground() {
  const model = useChatModel();
  useChatCommands();
  useEffect(() => {
    const following = model.follow();
    return () => following[Symbol.dispose]();
  }, [model]);
  return <ChatDialogs />;
}
