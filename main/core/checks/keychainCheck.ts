import { type Finding, ok, warning } from "./finding.ts";

/** Null if the system's keychain answers, otherwise why not. */
export type ProbeKeychain = () => Promise<string | null>;

export async function checkKeychain(probeKeychain: ProbeKeychain): Promise<Finding> {
  const reason = await probeKeychain();
  if (reason === null) return ok({ en: "The system’s keychain answers.", "zh-CN": "系统钥匙串可用。" });
  return warning(
    {
      en: `The keychain cannot be used (${reason}); secrets go to an encrypted file that you alone can read.`,
      "zh-CN": `无法使用钥匙串（${reason}）；密钥将保存在仅你可读的加密文件中。`,
    },
    process.platform === "linux"
      ? {
          en: "To use a keychain: install gnome-keyring and libsecret-1-0, run `npm rebuild keytar`, and start within a desktop session. The file works as well.",
          "zh-CN":
            "如需使用钥匙串：安装 gnome-keyring 和 libsecret-1-0，运行 `npm rebuild keytar`，并在桌面会话中启动。加密文件同样可用。",
        }
      : {
          en: "Unlock the keychain and start again. The file works as well.",
          "zh-CN": "请解锁钥匙串后重新启动。加密文件同样可用。",
        },
  );
}
