import type { Language } from "#shared/errors/errorTexts.ts";

/** Why a name is not announced, as the end of a sentence. */
export type NotAnnounced =
  | { readonly kind: "not-yet" }
  | { readonly kind: "no-network" }
  | { readonly kind: "this-machine-alone" }
  | { readonly kind: "name-taken"; readonly name: string }
  | { readonly kind: "not-let-through"; readonly cause: string };

const texts: Record<Language, Record<NotAnnounced["kind"], string>> = {
  en: {
    "not-yet": "it is just being announced",
    "no-network": "this machine is in no network that could carry it",
    "this-machine-alone": "it listens for this machine alone",
    "name-taken": "another machine is called {value}; choose another name in the settings",
    "not-let-through": "the network does not let it through ({value})",
  },
  "zh-CN": {
    "not-yet": "正在公布",
    "no-network": "本机未连接到可以公布名称的网络",
    "this-machine-alone": "仅在本机监听",
    "name-taken": "另一台设备已使用 {value} 这个名称，请在设置中更换名称",
    "not-let-through": "网络不允许通过（{value}）",
  },
};

export function notAnnouncedText(reason: NotAnnounced, language: Language): string {
  const value = reason.kind === "name-taken" ? reason.name : reason.kind === "not-let-through" ? reason.cause : "";
  return texts[language][reason.kind].replace("{value}", value);
}
