import { assertNever } from "#shared/assertNever.ts";
import type { Conversation } from "#shared/contract/chat.ts";
import type { Translate } from "../../../i18n/texts.ts";
import type { StatusShape } from "../../../ui/StatusDot.tsx";

type State = Conversation["state"];

/** Its shape in the list; null where there is nothing to say. */
export function stateShape(state: State): StatusShape | null {
  switch (state) {
    case "idle":
      return null;
    case "answering":
      return "running";
    case "asking":
      return "attention";
    case "interrupted":
      return "warning";
    default:
      return assertNever(state);
  }
}

export function stateWord(state: State, t: Translate): string {
  switch (state) {
    case "idle":
      return t("chat.stateIdle");
    case "answering":
      return t("chat.stateAnswering");
    case "asking":
      return t("chat.stateAsking");
    case "interrupted":
      return t("chat.stateInterrupted");
    default:
      return assertNever(state);
  }
}
