import type { Language } from "#shared/errors/errorTexts.ts";

/** What stands on the page that helps a device to trust the authority. `{name}` is the machine's `.local` name. */
export interface TrustTexts {
  readonly title: string;
  readonly whatFor: string;
  readonly compare: string;
  readonly fingerprint: string;
  readonly download: Readonly<Record<"certificate" | "profile" | "pem", string>>;
  readonly steps: readonly { readonly system: string; readonly steps: readonly string[] }[];
  readonly afterwards: string;
  readonly limits: string;
  readonly otherLanguage: string;
  readonly nothing: string;
}

export const trustTexts: Record<Language, TrustTexts> = {
  en: {
    title: "Trust this Quarterdeck",
    whatFor:
      "Your desktop made its own certificate authority. Install it once on this device, and the browser connects to {name} without a warning, can install the app, and can receive notifications while the page is closed.",
    compare:
      "Before you trust it: compare the fingerprint that your device shows for the certificate with the one on the desktop’s Phones page, under “Authority”. Not with this page, which came over an unprotected connection. If they differ, remove the certificate: somebody is between you and your desktop.",
    fingerprint: "SHA-256 fingerprint",
    download: {
      certificate: "Certificate (Android, Windows, Firefox)",
      profile: "Profile (iPhone, iPad)",
      pem: "Certificate as text (Linux, macOS)",
    },
    steps: [
      {
        system: "iPhone and iPad",
        steps: [
          "Open this page in Safari and download the profile.",
          "Settings → General → VPN & Device Management → Quarterdeck → Install.",
          "In the profile, tap the certificate → More Details, and compare the fingerprint.",
          "Settings → General → About → Certificate Trust Settings: switch the Quarterdeck authority on. Without this step nothing changes.",
        ],
      },
      {
        system: "Android",
        steps: [
          "Download the certificate.",
          "Settings → Security & privacy → More security → Encryption & credentials → Install a certificate → CA certificate. Names differ a little between makers.",
          "Compare under Trusted credentials → User. Android then says that the network may be monitored: it says so for every authority you add yourself.",
          "Chrome trusts it from now on. In Firefox: Settings → About Firefox, tap the logo five times, then Secret settings → Use third party CA certificates.",
        ],
      },
      {
        system: "Linux",
        steps: [
          "Chrome and Chromium: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Quarterdeck -i quarterdeck-authority.pem (from libnss3-tools).",
          "The whole system (Debian): copy it to /usr/local/share/ca-certificates/quarterdeck.crt and run sudo update-ca-certificates.",
          "Compare: openssl x509 -in quarterdeck-authority.pem -noout -fingerprint -sha256",
        ],
      },
      {
        system: "macOS",
        steps: [
          "Open the file; Keychain Access adds it to the login keychain.",
          "Double-click it there, compare the fingerprint under Details, then Trust → When using this certificate: Always Trust.",
        ],
      },
      {
        system: "Windows",
        steps: [
          "Open the file → Details → compare. (Windows shows SHA-1 as “Thumbprint”; certutil -hashfile quarterdeck-authority.crt SHA256 shows the one to compare.)",
          "Install Certificate → Current User → Place all certificates in: Trusted Root Certification Authorities.",
        ],
      },
      {
        system: "Firefox on a computer",
        steps: [
          "Settings → Privacy & Security → View Certificates → Authorities → Import; tick “identify websites”.",
          "“View” in the same dialog shows the fingerprint.",
        ],
      },
    ],
    afterwards: "Then open",
    limits:
      "The authority is limited to .local names, this machine’s name and local addresses: it cannot vouch for any other site. Its key never leaves the desktop.",
    otherLanguage: "中文",
    nothing: "There is nothing to install: this Quarterdeck uses a certificate of its owner.",
  },
  "zh-CN": {
    title: "信任这台 Quarterdeck",
    whatFor:
      "你的桌面端生成了自己的证书颁发机构。在此设备上安装一次后，浏览器访问 {name} 将不再出现警告，可以安装应用，并能在页面关闭时收到通知。",
    compare:
      "信任之前：请将设备上显示的证书指纹与桌面端“手机”页面上“颁发机构”一栏的指纹进行核对。不要与本页核对，因为本页通过未加密的连接传来。如果两者不同，请删除该证书：有人介入了你与桌面端之间的连接。",
    fingerprint: "SHA-256 指纹",
    download: {
      certificate: "证书（Android、Windows、Firefox）",
      profile: "描述文件（iPhone、iPad）",
      pem: "文本格式证书（Linux、macOS）",
    },
    steps: [
      {
        system: "iPhone 和 iPad",
        steps: [
          "用 Safari 打开本页并下载描述文件。",
          "设置 → 通用 → VPN 与设备管理 → Quarterdeck → 安装。",
          "在描述文件中轻点证书 → 更多详细信息，核对指纹。",
          "设置 → 通用 → 关于本机 → 证书信任设置：打开 Quarterdeck 证书颁发机构的开关。缺少这一步不会生效。",
        ],
      },
      {
        system: "Android",
        steps: [
          "下载证书。",
          "设置 → 安全与隐私 → 更多安全设置 → 加密与凭据 → 安装证书 → CA 证书。各品牌的名称略有不同。",
          "在“信任的凭据 → 用户”中核对指纹。此后 Android 会提示网络可能受到监控：凡是自行添加的证书颁发机构都会有此提示。",
          "Chrome 即刻信任。Firefox：设置 → 关于 Firefox，连点徽标五次，再到“秘密设置”中打开“使用第三方 CA 证书”。",
        ],
      },
      {
        system: "Linux",
        steps: [
          "Chrome 与 Chromium：certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Quarterdeck -i quarterdeck-authority.pem（来自 libnss3-tools）。",
          "整个系统（Debian）：复制到 /usr/local/share/ca-certificates/quarterdeck.crt，然后运行 sudo update-ca-certificates。",
          "核对：openssl x509 -in quarterdeck-authority.pem -noout -fingerprint -sha256",
        ],
      },
      {
        system: "macOS",
        steps: [
          "打开该文件，“钥匙串访问”会把它添加到登录钥匙串。",
          "在其中双击该证书，核对“细节”中的指纹，然后选择“信任 → 使用此证书时：始终信任”。",
        ],
      },
      {
        system: "Windows",
        steps: [
          "打开文件 → 详细信息 → 核对。（Windows 的“指纹”是 SHA-1；运行 certutil -hashfile quarterdeck-authority.crt SHA256 可得到用于核对的值。）",
          "安装证书 → 当前用户 → 将所有证书放入：受信任的根证书颁发机构。",
        ],
      },
      {
        system: "电脑上的 Firefox",
        steps: [
          "设置 → 隐私与安全 → 查看证书 → 证书颁发机构 → 导入；勾选“标识网站”。",
          "同一对话框中的“查看”会显示指纹。",
        ],
      },
    ],
    afterwards: "然后打开",
    limits: "该证书颁发机构仅限于 .local 名称、本机名称和本地地址，无法为其他任何网站作证。它的私钥不会离开桌面端。",
    otherLanguage: "English",
    nothing: "无需安装：这台 Quarterdeck 使用的是其主人自己的证书。",
  },
};
