import { useMemo } from "react";
import type { Conversation } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { type Outcome, useCall } from "../../shell/useCall.ts";
import { newConversation } from "./composer/drafts.ts";
import { repeatable } from "./outbox/repeatable.ts";
import { saveFile } from "./saveFile.ts";

export type ConversationChanges = Partial<Pick<Conversation, "title" | "isPinned" | "model" | "systemPrompt">>;

/** What can be done with conversations and messages; each is one call with retries that tells the person when it fails. */
export interface ChatActions {
  begin(): void;
  update(id: string, changes: ConversationChanges): Promise<Outcome<Conversation>>;
  /** Deletes at once, with a way back. */
  remove(conversation: Conversation): Promise<void>;
  stop(id: string): Promise<Outcome<Conversation>>;
  /** Another answer to a question; `model` null asks the conversation's own. */
  regenerate(message: Message, model: string | null): Promise<Outcome<Message>>;
  resume(message: Message): Promise<Outcome<Message>>;
  choose(id: string, version: string): Promise<Outcome<Conversation>>;
  branch(message: Message): Promise<void>;
  exportAs(id: string, format: "markdown" | "json"): Promise<void>;
  importFile(file: File): Promise<void>;
}

export function useChatActions(): ChatActions {
  const call = useCall();
  const t = useText();
  const { router, toasts } = useShell();
  return useMemo((): ChatActions => {
    const restore = async (id: string): Promise<void> => {
      const outcome = await call(`chat.restore:${id}`, (client, signal) => client.chat.restore({ id }, { signal }), {
        label: t("chat.restoring"),
      });
      if (outcome.kind === "done") router.navigate(["chat", id]);
    };
    return {
      begin: () => router.navigate(["chat", newConversation]),
      update: (id, changes) =>
        call(`chat.update:${id}`, (client, signal) => client.chat.update({ id, ...changes }, { signal }), {
          label: t("chat.changing"),
        }),
      remove: async ({ id, title }) => {
        const outcome = await call(`chat.delete:${id}`, (client, signal) => client.chat.delete({ id }, { signal }), {
          label: t("chat.deleting", { title }),
        });
        if (outcome.kind !== "done") return;
        if (router.store.getState()[1] === id) router.navigate(["chat"], { replace: true });
        toasts.show({
          tone: "success",
          title: t("chat.deleted", { title }),
          action: { label: t("chat.undo"), run: () => void restore(id) },
        });
      },
      stop: (id) =>
        call(`chat.stop:${id}`, (client, signal) => client.chat.stop({ id }, { signal }), {
          label: t("chat.stopping"),
        }),
      regenerate: ({ id: message, conversation: id }, model) => {
        // One id for all attempts: however often it is tried, there is one new answer.
        const answer = crypto.randomUUID();
        return call(
          `chat.regenerate:${message}`,
          (client, signal) =>
            repeatable(
              client.chat.regenerate({ id, message, answer, ...(model === null ? {} : { model }) }, { signal }),
            ),
          { label: t("chat.answeringAnew") },
        );
      },
      resume: ({ id: message, conversation: id }) =>
        call(`chat.resume:${message}`, (client, signal) => client.chat.resume({ id, message }, { signal }), {
          label: t("chat.resuming"),
        }),
      choose: (id, version) =>
        call(
          `chat.choose:${id}`,
          (client, signal) => repeatable(client.chat.choose({ id, message: version }, { signal })),
          { label: t("chat.choosing") },
        ),
      branch: async ({ id: message, conversation: id }) => {
        const newId = crypto.randomUUID();
        const outcome = await call(
          `chat.branch:${newId}`,
          (client, signal) => repeatable(client.chat.branch({ id, message, newId }, { signal })),
          { label: t("chat.branching") },
        );
        if (outcome.kind === "done") router.navigate(["chat", outcome.value.id]);
      },
      exportAs: async (id, format) => {
        const outcome = await call(
          `chat.export:${id}:${format}`,
          (client, signal) =>
            client.chat.export({ id, format, ...(format === "json" ? { allVersions: true } : {}) }, { signal }),
          { label: t("chat.exporting") },
        );
        if (outcome.kind !== "done") return;
        const { fileName, text } = outcome.value;
        saveFile(fileName, new Blob([text], { type: format === "json" ? "application/json" : "text/markdown" }));
        toasts.show({ tone: "success", title: t("chat.exported", { file: fileName }) });
      },
      importFile: async (file) => {
        if (file.size > maximumImportBytes) {
          toasts.show({ tone: "error", title: t("chat.importTooLarge", { name: file.name }) });
          return;
        }
        const text = await file.text();
        const outcome = await call(
          `chat.import:${file.name}:${file.lastModified}`,
          (client, signal) => client.chat.import({ text }, { signal }),
          { label: t("chat.importing", { name: file.name }) },
        );
        if (outcome.kind === "done") router.navigate(["chat", outcome.value.id]);
      },
    };
  }, [call, router, t, toasts]);
}

/** The contract's limit on the text. */
const maximumImportBytes = 900_000;
