import { type RefObject, useCallback, useEffect } from "react";
import { useStore } from "zustand";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { describeError } from "../shell/describeError.ts";
import { useShell } from "../shell/shell.ts";
import { useCall } from "../shell/useCall.ts";
import type { Asked } from "./acknowledgements.ts";
import { answerText } from "./answerText.ts";
import { type AttentionModel, type AttentionModelState, attentionModelOf } from "./attentionModel.ts";

export function useAttentionModel(): AttentionModel {
  return attentionModelOf(useShell());
}

/** A part of what needs the user; select the least that is needed. */
export function useAttention<T>(select: (state: AttentionModelState) => T): T {
  return useStore(useAttentionModel().store, select);
}

export interface GivenAnswer {
  readonly choice?: string;
  readonly text?: string;
}

export interface ItemActions {
  /** Applied exactly once, however often it is pressed or tried again. Resolves with whether it is settled now. */
  readonly answer: (item: AttentionItem, given: GivenAnswer) => Promise<boolean>;
  readonly dismiss: (item: AttentionItem) => Promise<void>;
}

/** What can be done with an item. The person is told what failed, and who was first if it was somebody else. */
export function useItemActions(): ItemActions {
  const model = useAttentionModel();
  const { toasts } = useShell();
  const call = useCall();
  const t = useText();
  const language = useLanguage();

  const refresh = useCallback(
    async (id: string) => {
      const outcome = await call(`attention.get:${id}`, (client, signal) => client.attention.get({ id }, { signal }), {
        label: t("attention.loading"),
        isQuiet: true,
      });
      if (outcome.kind !== "done") return null;
      model.take([outcome.value]);
      return outcome.value;
    },
    [call, model, t],
  );

  const answer = useCallback(
    async (item: AttentionItem, { choice, text }: GivenAnswer) => {
      const { id } = item;
      if (model.store.getState().answering.has(id)) return false;
      const label = t("attention.answering", { who: item.who });
      const idempotencyKey = model.keyOf(id, choice ?? "", text ?? "");
      model.setAnswering(id, choice ?? "");
      const outcome = await call(
        `attention.answer:${id}`,
        (client, signal) =>
          client.attention.answer(
            {
              id,
              idempotencyKey,
              ...(choice === undefined ? {} : { choice }),
              ...(text === undefined ? {} : { text }),
            },
            { signal },
          ),
        { label, isQuiet: true },
      );
      model.setAnswering(id, null);
      if (outcome.kind === "done") model.take([outcome.value]);
      if (outcome.kind !== "failed") return outcome.kind === "done";
      if (outcome.error.code === "ATTENTION_CLOSED") {
        const now = await refresh(id);
        toasts.show({
          tone: "info",
          title: t("attention.settledAlready"),
          body: now ? answerText(now, t) : describeError(outcome.error, language),
        });
        return true;
      }
      toasts.show({
        tone: "error",
        title: t("app.failed", { label }),
        body: describeError(outcome.error, language),
      });
      return false;
    },
    [call, language, model, refresh, t, toasts],
  );

  const dismiss = useCallback(
    async ({ id }: AttentionItem) => {
      const outcome = await call(
        `attention.dismiss:${id}`,
        (client, signal) => client.attention.dismiss({ id }, { signal }),
        { label: t("attention.dismissing") },
      );
      if (outcome.kind === "done") model.take([outcome.value]);
    },
    [call, model, t],
  );
  return { answer, dismiss };
}

/** Long enough that scrolling past does not count as having looked. */
const lookedAtMs = 600;

/**
 * Tells that the item was seen once at least half of the element stood on the visible page for a moment, while somebody was there: a
 * desk that was left with its page open must not keep the phones silent. An item that asks anew is to be seen anew.
 */
export function useSeen({ id, updatedAt }: Asked, element: RefObject<HTMLElement | null>): void {
  const model = useAttentionModel();
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isInView = false;
    const settle = (): void => {
      clearTimeout(timer);
      if (!isInView || document.visibilityState !== "visible" || !model.isWatched.getState()) return;
      timer = setTimeout(() => model.see({ id, updatedAt }), lookedAtMs);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        isInView = entries.some(({ isIntersecting }) => isIntersecting);
        settle();
      },
      { threshold: 0.5 },
    );
    observer.observe(target);
    document.addEventListener("visibilitychange", settle);
    const unsubscribe = model.isWatched.subscribe(settle);
    return () => {
      clearTimeout(timer);
      unsubscribe();
      observer.disconnect();
      document.removeEventListener("visibilitychange", settle);
    };
  }, [model, id, updatedAt, element]);
}
