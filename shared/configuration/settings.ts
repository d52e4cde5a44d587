import { z } from "zod";
import { settingMeta } from "./settingMeta.ts";

/** A host name or address to listen on; what it means is for the operating system to say. */
const host = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, "not a host name or address");

export const serverSettings = z
  .strictObject({
    host: host.default("127.0.0.1").meta(
      settingMeta({
        title: { en: "Address", "zh-CN": "监听地址" },
        description: {
          en: "The address the app listens on. Only 127.0.0.1 keeps it to this machine.",
          "zh-CN": "应用监听的地址。只有 127.0.0.1 能将访问限制在本机。",
        },
        restart: true,
      }),
    ),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(8765)
      .meta(
        settingMeta({
          title: { en: "Port", "zh-CN": "端口" },
          description: {
            en: "The TCP port the app listens on; 0 takes any free one.",
            "zh-CN": "应用监听的 TCP 端口；0 表示任意空闲端口。",
          },
          restart: true,
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Server", "zh-CN": "服务器" },
      description: { en: "Where browsers on this machine connect.", "zh-CN": "本机浏览器的连接方式。" },
    }),
  );

export const sessionsSettings = z
  .strictObject({
    maximum: z
      .int()
      .min(1)
      .max(1000)
      .default(100)
      .meta(
        settingMeta({
          title: { en: "Running sessions", "zh-CN": "同时运行的会话数" },
          description: { en: "How many sessions may run at once.", "zh-CN": "允许同时运行的会话数量上限。" },
          unit: "sessions",
        }),
      ),
    historyMegabytes: z
      .int()
      .min(1)
      .max(102_400)
      .default(256)
      .meta(
        settingMeta({
          title: { en: "History per session", "zh-CN": "每个会话的历史大小" },
          description: {
            en: "How much output is kept on disk for each session; the oldest is dropped first.",
            "zh-CN": "每个会话在磁盘上保留的输出量；超出后先丢弃最早的部分。",
          },
          unit: "megabytes",
        }),
      ),
    stopGraceSeconds: z
      .number()
      .min(0)
      .max(300)
      .default(5)
      .meta(
        settingMeta({
          title: { en: "Time to stop", "zh-CN": "停止宽限时间" },
          description: {
            en: "How long a tool may take to end when asked to, before it is ended by force.",
            "zh-CN": "请求停止后等待工具自行退出的时间，超时则强制结束。",
          },
          unit: "seconds",
        }),
      ),
    shell: z
      .string()
      .max(1024)
      .default("")
      .meta(
        settingMeta({
          title: { en: "Shell", "zh-CN": "Shell" },
          description: {
            en: "The shell that the tool “Shell” starts; empty means your login shell.",
            "zh-CN": "工具“Shell”启动的程序；留空则使用你的登录 shell。",
          },
          placeholder: { en: "Your login shell", "zh-CN": "登录 shell" },
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Sessions", "zh-CN": "会话" },
      description: { en: "How tools are run and what is kept of them.", "zh-CN": "工具如何运行，以及保留哪些内容。" },
    }),
  );

export const appearanceSettings = z
  .strictObject({
    theme: z
      .enum(["system", "light", "dark", "contrast"])
      .default("system")
      .meta(
        settingMeta({
          title: { en: "Theme", "zh-CN": "主题" },
          description: { en: "The colours of the interface and the terminals.", "zh-CN": "界面与终端的配色。" },
          choices: {
            system: { en: "As the system", "zh-CN": "跟随系统" },
            light: { en: "Light", "zh-CN": "浅色" },
            dark: { en: "Dark", "zh-CN": "深色" },
            contrast: { en: "High contrast", "zh-CN": "高对比度" },
          },
        }),
      ),
    language: z
      .enum(["system", "en", "zh-CN"])
      .default("system")
      .meta(
        settingMeta({
          title: { en: "Language", "zh-CN": "语言" },
          description: { en: "The language of the interface.", "zh-CN": "界面语言。" },
          choices: {
            system: { en: "As the system", "zh-CN": "跟随系统" },
            en: { en: "English", "zh-CN": "English" },
            "zh-CN": { en: "简体中文", "zh-CN": "简体中文" },
          },
        }),
      ),
    terminalFontSize: z
      .int()
      .min(6)
      .max(48)
      .default(13)
      .meta(
        settingMeta({
          title: { en: "Terminal font size", "zh-CN": "终端字号" },
          description: { en: "The size of letters in terminals.", "zh-CN": "终端中文字的大小。" },
          unit: "pixels",
        }),
      ),
    terminalFontFamily: z
      .string()
      .max(200)
      .default("")
      .meta(
        settingMeta({
          title: { en: "Terminal font", "zh-CN": "终端字体" },
          description: {
            en: "A monospaced font installed where you look at the terminal; empty means the one that comes with the app.",
            "zh-CN": "查看终端的设备上已安装的等宽字体；留空则使用应用自带字体。",
          },
          placeholder: { en: "The app’s own", "zh-CN": "应用自带字体" },
        }),
      ),
    terminalScrollback: z
      .int()
      .min(0)
      .max(100_000)
      .default(5000)
      .meta(
        settingMeta({
          title: { en: "Lines at hand", "zh-CN": "即时回滚行数" },
          description: {
            en: "How many past lines a terminal keeps in memory; older ones come from the history as you scroll.",
            "zh-CN": "终端在内存中保留的历史行数；更早的内容在滚动时从历史记录中读取。",
          },
          unit: "lines",
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Appearance", "zh-CN": "外观" },
      description: { en: "How the app looks.", "zh-CN": "应用的外观。" },
    }),
  );

export const loggingSettings = z
  .strictObject({
    level: z
      .enum(["debug", "info", "warn", "error"])
      .default("info")
      .meta(
        settingMeta({
          title: { en: "Level", "zh-CN": "级别" },
          description: {
            en: "The least important messages that are still written.",
            "zh-CN": "低于该级别的日志不会写入。",
          },
          choices: {
            debug: { en: "Everything", "zh-CN": "全部" },
            info: { en: "Information", "zh-CN": "信息" },
            warn: { en: "Warnings", "zh-CN": "警告" },
            error: { en: "Errors only", "zh-CN": "仅错误" },
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
          title: { en: "Keep logs for", "zh-CN": "日志保留时间" },
          description: { en: "Older log files are deleted.", "zh-CN": "超过该时间的日志文件会被删除。" },
          unit: "days",
        }),
      ),
    maximumMegabytes: z
      .int()
      .min(1)
      .max(1024)
      .default(10)
      .meta(
        settingMeta({
          title: { en: "Size of a log file", "zh-CN": "单个日志文件大小" },
          description: {
            en: "A log file that reaches this size is put away and a new one begun.",
            "zh-CN": "日志文件达到该大小后归档，并开始新文件。",
          },
          unit: "megabytes",
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Logging", "zh-CN": "日志" },
      description: { en: "What is written down for finding faults.", "zh-CN": "用于排查问题的日志记录。" },
    }),
  );
