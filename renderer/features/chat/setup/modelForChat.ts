import type { Model } from "#shared/contract/models.ts";

/** The model that answers where none was chosen: that for chat, else the default one. Undefined where nothing is configured for it. */
export function modelForChat(models: readonly Model[]): Model | undefined {
  return (
    models.find(({ purposes }) => purposes.includes("chat")) ??
    models.find(({ purposes }) => purposes.includes("default"))
  );
}
