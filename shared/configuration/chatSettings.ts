import { z } from "zod";
import { environmentValue } from "./secretReference.ts";
import { settingMeta } from "./settingMeta.ts";

const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, "a key has 1 to 32 lower-case letters, digits, - or _");
const name = z.string().trim().min(1).max(80);

/** A server of the Model Context Protocol whose tools chats may use. */
export const mcpServer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("stdio"),
    key,
    name,
    isEnabled: z.boolean().default(true),
    command: z.string().min(1).max(1024),
    arguments: z.array(z.string().max(8192)).max(100).default([]),
    environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/), environmentValue).default({}),
  }),
  z.strictObject({
    kind: z.literal("http"),
    key,
    name,
    isEnabled: z.boolean().default(true),
    url: z.url({ protocol: /^https?$/ }).max(2048),
    /** Values may be `secret:name`. */
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), environmentValue).default({}),
  }),
]);
export type McpServer = z.infer<typeof mcpServer>;

export const toolPermission = z.enum(["ask", "allow", "deny"]);
export type ToolPermission = z.infer<typeof toolPermission>;

/** A text that begins a conversation. */
export const promptPreset = z.strictObject({
  key: key.meta(
    settingMeta({
      title: { en: "Key", "zh-CN": "键" },
      description: {
        en: "Tells it apart from the others: lower-case letters, digits, - or _.",
        "zh-CN": "用于区分：小写字母、数字、- 或 _。",
      },
    }),
  ),
  name: name.meta(
    settingMeta({
      title: { en: "Name", "zh-CN": "名称" },
      description: { en: "As it can be chosen in a chat.", "zh-CN": "在聊天中选择时显示的名称。" },
    }),
  ),
  text: z
    .string()
    .min(1)
    .max(32_000)
    .meta(
      settingMeta({
        title: { en: "Text", "zh-CN": "文本" },
        description: { en: "What the model is told first.", "zh-CN": "最先告诉模型的内容。" },
      }),
    ),
});

export const chatSettings = z
  .strictObject({
    mcpServers: z
      .array(mcpServer)
      .max(50)
      .default([])
      .meta(
        settingMeta({
          isElsewhere: true,
          title: { en: "MCP servers", "zh-CN": "MCP 服务" },
          description: {
            en: "Servers of the Model Context Protocol whose tools models may use in chats.",
            "zh-CN": "模型在聊天中可以使用其工具的 MCP（Model Context Protocol）服务。",
          },
        }),
      ),
    /** By tool name: `app.send_input`, `github.create_issue`; what is not here is asked, but for tools that only read our own data. */
    toolPermissions: z
      .record(z.string().min(1).max(160), toolPermission)
      .default({})
      .meta(
        settingMeta({
          isElsewhere: true,
          title: { en: "Tool permissions", "zh-CN": "工具权限" },
          description: {
            en: "Which tools models may use without asking, and which never.",
            "zh-CN": "哪些工具模型可以直接使用，哪些永不允许。",
          },
        }),
      ),
    presets: z
      .array(promptPreset)
      .max(100)
      .default([])
      .meta(
        settingMeta({
          title: { en: "System prompts", "zh-CN": "系统提示词" },
          description: { en: "Texts to begin a conversation with.", "zh-CN": "用于开启对话的预设文本。" },
        }),
      ),
    toolTimeoutSeconds: z
      .int()
      .min(1)
      .max(3600)
      .default(30)
      .meta(
        settingMeta({
          title: { en: "Time for a tool", "zh-CN": "工具时限" },
          description: {
            en: "How long a tool may take in a chat; waiting for your permission does not count.",
            "zh-CN": "聊天中一次工具调用的最长时间；等待你授权的时间不计入。",
          },
          unit: "seconds",
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Chat", "zh-CN": "聊天" },
      description: { en: "What models may use in chats.", "zh-CN": "模型在聊天中可以使用什么。" },
    }),
  );
