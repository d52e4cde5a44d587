import { MessageChannelMain, type WebContents } from "electron";
import { desktopChannels } from "#shared/link/desktopBridge.ts";
import { type Core, desktopCaller } from "../core/contract.ts";
import { isOwnPage } from "./pageSecurity.ts";
import { createPortLink } from "./portLink.ts";

/**
 * Gives a window's page its link to the core when it asks. A page has one at a time: asking again, as after a reload, ends the one
 * before.
 */
export function servePage(contents: WebContents, core: Pick<Core, "serveLink" | "log">): AsyncDisposable {
  const log = core.log.child({ part: "desktop" });
  let serving: AsyncDisposable | undefined;
  let ended: Promise<void> = Promise.resolve();

  const end = (): Promise<void> => {
    const ending = serving;
    serving = undefined;
    if (ending) ended = ended.then(async () => await ending[Symbol.asyncDispose]());
    return ended;
  };

  contents.ipc.on(desktopChannels.requestPort, ({ senderFrame }) => {
    if (!isOwnPage(senderFrame)) {
      log.warn("A page that is not ours asked for a link");
      return;
    }
    end().catch((error: unknown) => log.error("A window's link did not end", { error }));
    const { port1, port2 } = new MessageChannelMain();
    const link = createPortLink(port1, () => log.warn("The window sent something unreadable and was cut off"));
    serving = core.serveLink(link, desktopCaller);
    port1.start();
    contents.postMessage(desktopChannels.port, null, [port2]);
  });
  contents.once("destroyed", () => {
    end().catch((error: unknown) => log.error("A window's link did not end", { error }));
  });
  return { [Symbol.asyncDispose]: end };
}
