import { z } from "zod";
import { settingMeta } from "./settingMeta.ts";

const filePath = z.string().max(4096);
/** An address or a range of them: `192.168.1.7`, `10.0.0.0/8`, `fe80::/10`. */
const addressRange = z.string().regex(/^[0-9A-Fa-f:.]{2,45}(\/\d{1,3})?$/, "not an address or a range like 10.0.0.0/8");
const publicOrigin = z
  .string()
  .regex(/^https:\/\/[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/, "not an address like https://deck.example.org");

export const relaySettings = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .meta(
        settingMeta({
          title: { en: "Let phones connect", "zh-CN": "允许手机连接" },
          description: {
            en: "Opens an encrypted listener on the local network. Only phones you pair get in.",
            "zh-CN": "在局域网上开启加密监听。只有你配对过的手机才能进入。",
          },
        }),
      ),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(8766)
      .meta(
        settingMeta({
          title: { en: "Port", "zh-CN": "端口" },
          description: {
            en: "The TCP port phones connect to; 0 takes any free one. Paired phones look for the old port after a change.",
            "zh-CN": "手机连接的 TCP 端口；0 表示任意空闲端口。更改后，已配对的手机仍会寻找旧端口。",
          },
        }),
      ),
    address: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]{0,253}$/, "not a host name or address")
      .default("")
      .meta(
        settingMeta({
          title: { en: "Address", "zh-CN": "监听地址" },
          description: {
            en: "The address to listen on; empty means every network this machine is in.",
            "zh-CN": "监听的地址；留空表示本机所在的所有网络。",
          },
          placeholder: { en: "Every network", "zh-CN": "所有网络" },
        }),
      ),
    name: z
      .string()
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$/, "not a name of letters, digits and dashes")
      .default("")
      .meta(
        settingMeta({
          title: { en: "Name on the network", "zh-CN": "网络名称" },
          description: {
            en: "Phones find this machine as name.local. Empty means a name of its own that stays the same. Paired phones must be paired again after a change.",
            "zh-CN": "手机通过 名称.local 找到本机。留空则使用一个固定不变的自动名称。更改后，手机需要重新配对。",
          },
          placeholder: { en: "Chosen once, by itself", "zh-CN": "自动选定" },
        }),
      ),
    certificate: filePath.default("").meta(
      settingMeta({
        title: { en: "Certificate file", "zh-CN": "证书文件" },
        description: {
          en: "Your own certificate with its chain (PEM). Empty means the app makes one with its own authority.",
          "zh-CN": "你自己的证书及其证书链（PEM）。留空则由应用用自己的证书机构签发。",
        },
        placeholder: { en: "The app’s own", "zh-CN": "由应用签发" },
      }),
    ),
    certificateKey: filePath.default("").meta(
      settingMeta({
        title: { en: "Certificate’s key file", "zh-CN": "证书私钥文件" },
        description: {
          en: "The private key of your own certificate (PEM, without a password).",
          "zh-CN": "你自己的证书的私钥（PEM，无密码）。",
        },
      }),
    ),
    publicOrigins: z
      .array(publicOrigin)
      .max(20)
      .default([])
      .meta(
        settingMeta({
          title: { en: "Public addresses", "zh-CN": "对外地址" },
          description: {
            en: "Addresses under which a reverse proxy or a tunnel shows this machine, like https://deck.example.org.",
            "zh-CN": "反向代理或隧道对外提供的地址，例如 https://deck.example.org。",
          },
        }),
      ),
    trustedProxies: z
      .array(addressRange)
      .max(50)
      .default([])
      .meta(
        settingMeta({
          title: { en: "Trusted proxies", "zh-CN": "可信代理" },
          description: {
            en: "Only from these addresses is X-Forwarded-For believed.",
            "zh-CN": "仅相信来自这些地址的 X-Forwarded-For。",
          },
        }),
      ),
    blockedAddresses: z
      .array(addressRange)
      .max(1000)
      .default([])
      .meta(
        settingMeta({
          title: { en: "Blocked addresses", "zh-CN": "屏蔽的地址" },
          description: {
            en: "Whoever comes from these addresses is turned away, before anything else.",
            "zh-CN": "来自这些地址的任何请求都会被直接拒绝。",
          },
        }),
      ),
    maximumConnections: z
      .int()
      .min(1)
      .max(1000)
      .default(100)
      .meta(
        settingMeta({
          title: { en: "Connections", "zh-CN": "连接数" },
          description: {
            en: "How many connections may be open at once, of all kinds.",
            "zh-CN": "允许同时打开的各类连接总数。",
          },
        }),
      ),
    connectionsPerPhone: z
      .int()
      .min(1)
      .max(50)
      .default(4)
      .meta(
        settingMeta({
          title: { en: "Connections per phone", "zh-CN": "每部手机的连接数" },
          description: {
            en: "How many connections one phone may have at once.",
            "zh-CN": "一部手机允许同时打开的连接数。",
          },
        }),
      ),
  })
  .prefault({})
  .meta(
    settingMeta({
      title: { en: "Phones and network", "zh-CN": "手机与网络" },
      description: {
        en: "How phones and other browsers reach this machine.",
        "zh-CN": "手机和其他浏览器如何连接本机。",
      },
    }),
  );
