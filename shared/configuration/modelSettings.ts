import { z } from "zod";
import { secretReference } from "./secretReference.ts";
import { settingMeta } from "./settingMeta.ts";

/** The key of a provider or an alias: lower case, never starting with a dash. */
const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "a key has 1 to 64 lower-case letters, digits, dots, - or _");
const name = z.string().trim().min(1).max(80);

/** Where models come from. A key is a reference to a secret, never the value. */
export const modelProvider = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("openai-compatible"),
    key,
    name,
    /** Up to and including the version: `https://api.openai.com/v1`, `http://127.0.0.1:11434/v1`. */
    baseUrl: z.url({ protocol: /^https?$/ }).max(2048),
    apiKey: secretReference.optional(),
  }),
  z.strictObject({
    kind: z.literal("anthropic"),
    key,
    name,
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .default("https://api.anthropic.com/v1"),
    apiKey: secretReference,
  }),
  /** An installed coding tool, run without a terminal: its own subscription pays. */
  z.strictObject({ kind: z.literal("tool"), key, name, tool: z.enum(["claude", "codex", "gemini"]) }),
]);
export type ModelProvider = z.infer<typeof modelProvider>;

/** A model under a name of the user's choice, with what is known about it. */
export const modelAlias = z.strictObject({
  key,
  name,
  provider: key,
  /** As the provider calls it; empty lets a tool choose. */
  model: z.string().max(200),
  contextTokens: z.int().min(1024).max(10_000_000).default(128_000),
  maximumOutputTokens: z.int().min(16).max(1_000_000).optional(),
  temperature: z.number().min(0).max(2).optional(),
  timeoutSeconds: z.int().min(5).max(3600).default(180),
  /** In the currency of the budget, for a million tokens. */
  inputPrice: z.number().min(0).max(10_000).optional(),
  outputPrice: z.number().min(0).max(10_000).optional(),
  /** Answers when this one cannot. */
  fallback: key.optional(),
});
export type ModelAlias = z.infer<typeof modelAlias>;

/** What a model is asked for. One without an alias of its own uses that of `default`. */
export const modelPurposes = ["default", "chat", "meeting", "coding", "working", "intent", "memory"] as const;
export type ModelPurpose = (typeof modelPurposes)[number];

const purpose = (title: { en: string; "zh-CN": string }) =>
  z
    .union([z.literal(""), key])
    .default("")
    .meta(
      settingMeta({
        isElsewhere: true,
        title,
        description: {
          en: "The key of one of the models above; empty means the default one.",
          "zh-CN": "上面某个模型的键；留空则使用默认模型。",
        },
      }),
    );

export const modelsSettings = z
  .strictObject({
    providers: z
      .array(modelProvider)
      .max(50)
      .default([])
      .meta(
        settingMeta({
          isElsewhere: true,
          title: { en: "Providers", "zh-CN": "提供方" },
          description: {
            en: "Servers with an OpenAI-compatible or Anthropic interface, and installed coding tools.",
            "zh-CN": "提供 OpenAI 兼容接口或 Anthropic 接口的服务，以及已安装的编程工具。",
          },
        }),
      ),
    aliases: z
      .array(modelAlias)
      .max(200)
      .default([])
      .meta(
        settingMeta({
          isElsewhere: true,
          title: { en: "Models", "zh-CN": "模型" },
          description: {
            en: "The models of these providers, under names of your choice.",
            "zh-CN": "这些提供方的模型，以你自选的名称列出。",
          },
        }),
      ),
    default: purpose({ en: "Default model", "zh-CN": "默认模型" }),
    chat: purpose({ en: "For chat", "zh-CN": "用于聊天" }),
    meeting: purpose({ en: "For meetings", "zh-CN": "用于会议" }),
    coding: purpose({ en: "For code", "zh-CN": "用于编程" }),
    working: purpose({ en: "For background work", "zh-CN": "用于后台工作" }),
    intent: purpose({ en: "For understanding commands", "zh-CN": "用于理解指令" }),
    memory: purpose({ en: "For summaries", "zh-CN": "用于摘要" }),
    dailyBudget: z
      .number()
      .min(0)
      .max(1_000_000)
      .default(0)
      .meta(
        settingMeta({
          title: { en: "Daily budget", "zh-CN": "每日预算" },
          description: {
            en: "Models with prices stop answering for the day above it; a warning comes at 80 %. 0 means none.",
            "zh-CN": "超出后，已设价格的模型当天不再回答；达到 80% 时提醒。0 表示不限。",
          },
        }),
      ),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default("USD")
      .meta(
        settingMeta({
          title: { en: "Currency", "zh-CN": "货币" },
          description: {
            en: "Of prices and budget: three letters, like USD or CNY.",
            "zh-CN": "价格和预算使用的货币，三个字母，例如 USD 或 CNY。",
          },
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Models", "zh-CN": "模型" },
      description: { en: "Which language models answer, and what for.", "zh-CN": "由哪些语言模型回答，各作何用。" },
    }),
  );
