import { z } from "zod";
import { secretReference } from "./secretReference.ts";
import { settingMeta } from "./settingMeta.ts";

/** A time of day, `22:00`, in the time zone of this machine; empty for none. */
const timeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, "not a time of day like 22:00");
const webAddress = z.union([z.literal(""), z.url({ protocol: /^https?$/ }).max(2048), secretReference]);

export const attentionSettings = z
  .strictObject({
    bell: z
      .boolean()
      .default(true)
      .meta(
        settingMeta({
          title: { en: "Terminal bell", "zh-CN": "终端响铃" },
          description: { en: "A tool that rings the bell needs you.", "zh-CN": "工具响铃时提醒你。" },
        }),
      ),
    notifications: z
      .boolean()
      .default(true)
      .meta(
        settingMeta({
          title: { en: "Tools’ own notifications", "zh-CN": "工具自身的通知" },
          description: {
            en: "What tools announce with the sequences OSC 9, 99 and 777.",
            "zh-CN": "工具通过 OSC 9、99、777 序列发出的通知。",
          },
        }),
      ),
    waiting: z
      .boolean()
      .default(true)
      .meta(
        settingMeta({
          title: { en: "Waiting for input", "zh-CN": "等待输入" },
          description: {
            en: "A tool that has worked and now waits for you.",
            "zh-CN": "工具工作告一段落、等待你输入时提醒。",
          },
        }),
      ),
    failures: z
      .boolean()
      .default(true)
      .meta(
        settingMeta({
          title: { en: "Failed sessions", "zh-CN": "失败的会话" },
          description: { en: "A session that ends with an error.", "zh-CN": "会话异常结束时提醒。" },
        }),
      ),
    presenceMinutes: z
      .number()
      .min(0.1)
      .max(60)
      .default(2)
      .meta(
        settingMeta({
          title: { en: "At the desk for", "zh-CN": "在桌前的判定时间" },
          description: {
            en: "How long after your last key or click the desktop counts as used: meanwhile phones stay silent.",
            "zh-CN": "最后一次按键或点击后多久内视为正在使用桌面；期间手机保持安静。",
          },
          unit: "minutes",
        }),
      ),
    escalateSeconds: z
      .int()
      .min(5)
      .max(3600)
      .default(30)
      .meta(
        settingMeta({
          title: { en: "Try the next way after", "zh-CN": "多久后换下一种方式" },
          description: {
            en: "How long an item may stay unseen in one place before the next is tried.",
            "zh-CN": "一条提醒在某处未被看到多久后，改用下一种方式。",
          },
          unit: "seconds",
        }),
      ),
    quietFrom: timeOfDay.default("").meta(
      settingMeta({
        title: { en: "Quiet from", "zh-CN": "免打扰开始" },
        description: {
          en: "From this time on nothing rings or vibrates, like 22:00.",
          "zh-CN": "从此时起不响铃、不振动，例如 22:00。",
        },
      }),
    ),
    quietUntil: timeOfDay.default("").meta(
      settingMeta({
        title: { en: "Quiet until", "zh-CN": "免打扰结束" },
        description: {
          en: "At this time what waited is delivered, like 07:00.",
          "zh-CN": "到此时送达积压的提醒，例如 07:00。",
        },
      }),
    ),
    push: z
      .boolean()
      .default(false)
      .meta(
        settingMeta({
          title: { en: "Push to phones", "zh-CN": "推送到手机" },
          description: {
            en: "Reaches a phone while its page is closed, through its browser maker’s push service. What is sent is encrypted; that something was sent is not hidden from it.",
            "zh-CN":
              "在手机未打开页面时，通过其浏览器厂商的推送服务送达。内容已加密，但“有消息发出”这件事本身对其可见。",
          },
        }),
      ),
    pushContact: z
      .string()
      .max(254)
      .regex(/^([^\s@]+@([\w-]+\.)+[\w-]{2,})?$/, "not an e-mail address")
      .default("")
      .meta(
        settingMeta({
          title: { en: "Contact for push services", "zh-CN": "推送服务联系方式" },
          description: {
            en: "An e-mail address of yours that push services are told, so that they can write to you if something is wrong. Empty: a placeholder is told.",
            "zh-CN": "告知推送服务的邮箱，以便出现问题时联系你。留空则使用占位地址。",
          },
        }),
      ),
    ntfy: webAddress.default("").meta(
      settingMeta({
        title: { en: "ntfy topic", "zh-CN": "ntfy 主题" },
        description: {
          en: "The address of a topic on an ntfy server, like https://ntfy.example.org/my-topic, or secret:name.",
          "zh-CN": "ntfy 服务器上的主题地址，例如 https://ntfy.example.org/my-topic，或 secret:名称。",
        },
      }),
    ),
    webhook: webAddress.default("").meta(
      settingMeta({
        title: { en: "Webhook", "zh-CN": "Webhook" },
        description: {
          en: "An address that gets every item as JSON, or secret:name.",
          "zh-CN": "以 JSON 接收每条提醒的地址，或 secret:名称。",
        },
      }),
    ),
    keepDays: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .meta(
        settingMeta({
          title: { en: "Keep for", "zh-CN": "保留时间" },
          description: { en: "Ended items are deleted after this time.", "zh-CN": "已结束的提醒超过该时间后删除。" },
          unit: "days",
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Attention", "zh-CN": "提醒" },
      description: {
        en: "When and how you are told that something needs you.",
        "zh-CN": "何时、以何种方式告诉你有事需要处理。",
      },
    }),
  );
