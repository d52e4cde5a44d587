import { z } from "zod";
import { tool } from "../contract/tools.ts";
import { environmentValue } from "./secretReference.ts";
import { settingMeta } from "./settingMeta.ts";

const toolEnvironment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "not the name of an environment variable"),
  environmentValue,
);

const userTool = z.strictObject({
  key: tool.shape.key.meta(
    settingMeta({
      title: { en: "Key", "zh-CN": "标识" },
      description: {
        en: "Names the tool to programs. A built-in tool with the same key is replaced.",
        "zh-CN": "供程序引用的名称。与内置工具相同时将替换内置工具。",
      },
    }),
  ),
  name: tool.shape.name.meta(
    settingMeta({
      title: { en: "Name", "zh-CN": "名称" },
      description: { en: "What people call it.", "zh-CN": "显示给用户的名称。" },
    }),
  ),
  command: tool.shape.command.meta(
    settingMeta({
      title: { en: "Command", "zh-CN": "命令" },
      description: {
        en: "The program to run: a name on the PATH or an absolute path. No shell is involved.",
        "zh-CN": "要运行的程序：PATH 中的名称或绝对路径。不经过 shell。",
      },
    }),
  ),
  arguments: tool.shape.arguments.default([]).meta(
    settingMeta({
      title: { en: "Arguments", "zh-CN": "参数" },
      description: { en: "Given before those of the session.", "zh-CN": "置于会话自身参数之前。" },
    }),
  ),
  environment: toolEnvironment.default({}).meta(
    settingMeta({
      title: { en: "Environment", "zh-CN": "环境变量" },
      description: {
        en: "Variables added for this tool. `secret:NAME` stands for the secret of that name.",
        "zh-CN": "为该工具追加的环境变量。`secret:名称` 代表该名称的机密。",
      },
    }),
  ),
  icon: tool.shape.icon.default("").meta(
    settingMeta({
      title: { en: "Icon", "zh-CN": "图标" },
      description: {
        en: "One or two characters; empty takes them from the built-in tool that is replaced, or from the name.",
        "zh-CN": "一到两个字符；留空则沿用被替换的内置工具的图标，或取自名称。",
      },
    }),
  ),
  color: tool.shape.color.optional().meta(
    settingMeta({
      title: { en: "Colour", "zh-CN": "颜色" },
      description: {
        en: "Six hexadecimal digits after #; without one a grey, or that of the built-in tool that is replaced.",
        "zh-CN": "# 后跟六位十六进制数字；不填则为灰色，或沿用被替换的内置工具的颜色。",
      },
    }),
  ),
  description: tool.shape.description.default("").meta(
    settingMeta({
      title: { en: "Description", "zh-CN": "说明" },
      description: { en: "One sentence for the tool list.", "zh-CN": "工具列表中显示的一句话说明。" },
    }),
  ),
});

/** Tools the user defines beside the built-in ones. */
export const userTools = z
  .array(userTool)
  .max(100)
  .superRefine((tools, context) => {
    tools.forEach(({ key }, index) => {
      if (tools.findIndex((other) => other.key === key) === index) return;
      context.addIssue({ code: "custom", path: [index, "key"], message: `the key "${key}" is used twice` });
    });
  })
  .default([])
  .meta(
    settingMeta({
      title: { en: "Your tools", "zh-CN": "自定义工具" },
      description: {
        en: "Command-line tools that appear in the catalogue beside the built-in ones.",
        "zh-CN": "与内置工具一同出现在目录中的命令行工具。",
      },
    }),
  );
