/** What `--help` shows. */
export const helpTexts = {
  en: `Quarterdeck: one place from which to command your coding tools.

Usage: quarterdeck <command> [flags]

  serve                      Run without a window; use it in a browser
      --host <address>       Where to listen (127.0.0.1)
      --port <number>        The port (8765); 0 takes any free one
      --json                 One line of JSON on stdout once it listens
      --debug                Log everything
      --lan                  Let paired phones connect, over HTTPS
      --lan-port <number>    Their port (8766); 0 takes any free one
      --devices, --device-host, --device-port
                             A listener for voice devices
  desktop                    Open the desktop app
  login                      Print a fresh link that signs a browser in
  sessions list              What runs and what ran
  sessions start <tool> [-- arguments…]
      --folder <path>        Where (the current folder)
      --name <text>          What to call it
      --env <NAME=value>     An addition to its environment; repeatable
      --size <120x36>        Its size
      --attach               And attach to it at once
  sessions attach <session>  Show it in this terminal and type into it
      --watch                Only look
  sessions stop <session>    End it
  pair                       Pair a phone: shows a QR code, then the words
                             that the phone must show too
      --enable               Turn on the listener for phones first
      --scopes <a,b>         What it may do (watch,steer,approve)
      --name <text>          What to call it; else as it calls itself
      --json                 For scripts: one line of JSON an event
  pair confirm <four words>  Let the waiting phone in that shows these words
  pair list | pair revoke <phone> | pair scopes <phone> <a,b>
  token create --name <text> --scopes <a,b>
                             A bearer token for scripts; permissions are
                             watch, steer, start, approve, admin
  token list | token revoke <token>
  secret set <name>          Keep a key for tools; the value is asked for, or
                             piped in. Settings and --env then name it as
                             secret:<name>
  secret list | secret delete <name>
  config print | check | migrate
  doctor                     Check what the app needs, with remedies
  mcp                        For tools: an MCP server on stdio, to read sessions,
                             ask you and notify you; see docs/mcp.md
      --token <token>        With a token's permissions (or QUARTERDECK_MCP_TOKEN)
      --print-config <tool>  How to add it to claude, codex, gemini or opencode
  hook <tool> [event]        For tools: asks you what is on stdin (JSON) and
                             prints your answer; see docs/tools.md

  A session, phone or token is named by its id, the beginning of it, or its name.

Everywhere: --data-dir <folder> (or QUARTERDECK_DATA_DIR), --json where there is
something to list, --help, --version.
Exit codes: 0 fine, 1 it did not work, 2 the command line is wrong.`,
  "zh-CN": `Quarterdeck：在一处指挥你的所有编程工具。

用法：quarterdeck <命令> [选项]

  serve                      无窗口运行，在浏览器中使用
      --host <地址>          监听地址（127.0.0.1）
      --port <数字>          端口（8765）；0 表示任意空闲端口
      --json                 开始监听后在 stdout 输出一行 JSON
      --debug                记录全部日志
      --lan                  允许已配对的手机通过 HTTPS 连接
      --lan-port <数字>      手机连接的端口（8766）；0 表示任意空闲端口
      --devices, --device-host, --device-port
                             面向语音设备的监听
  desktop                    打开桌面应用
  login                      输出新的浏览器登录链接
  sessions list              正在运行和运行过的会话
  sessions start <工具> [-- 参数…]
      --folder <路径>        所在文件夹（默认当前文件夹）
      --name <文本>          名称
      --env <名称=值>        追加环境变量，可重复
      --size <120x36>        终端大小
      --attach               启动后立即进入
  sessions attach <会话>     在此终端中显示并输入
      --watch                仅查看
  sessions stop <会话>       结束会话
  pair                       配对手机：显示二维码，然后显示手机上也应出现的
                             词语
      --enable               先开启面向手机的监听
      --scopes <a,b>         授予的权限（watch,steer,approve）
      --name <文本>          名称；默认使用手机自报的名称
      --json                 供脚本使用：每个事件一行 JSON
  pair confirm <四个词>      允许显示这些词语的等待中的手机接入
  pair list | pair revoke <手机> | pair scopes <手机> <a,b>
  token create --name <文本> --scopes <a,b>
                             创建脚本用令牌；权限有
                             watch、steer、start、approve、admin
  token list | token revoke <令牌>
  secret set <名称>          保存供工具使用的密钥；值按提示输入或通过管道传入，
                             在设置和 --env 中用 secret:<名称> 引用
  secret list | secret delete <名称>
  config print | check | migrate
  doctor                     检查所需环境并给出解决办法
  mcp                        供工具使用：stdio 上的 MCP 服务，可读取会话、向你
                             提问和发送通知；见 docs/mcp.md
      --token <令牌>         使用该令牌的权限（或 QUARTERDECK_MCP_TOKEN）
      --print-config <工具>  输出添加到 claude、codex、gemini 或 opencode 的配置
  hook <工具> [事件]         供工具调用：把 stdin 中的 JSON 作为问题转给你，
                             并输出你的答复；见 docs/tools.md

  会话、手机或令牌可用 ID、ID 的开头部分或名称指定。

通用选项：--data-dir <文件夹>（或 QUARTERDECK_DATA_DIR），列表类命令可用 --json，
--help，--version。
退出码：0 成功，1 失败，2 命令行有误。`,
} as const satisfies Record<string, string>;
