import type { Message } from "#shared/contract/chatMessages.ts";

/** What every kind of message is drawn from. */
export interface MessageViewProps {
  readonly message: Message;
  readonly isLast: boolean;
  /** The conversation is being answered: nothing else can be asked of it now. */
  readonly isBusy: boolean;
  /** Somebody came to look at this one. */
  readonly isMarked: boolean;
}
