import type { DevtoolsSession } from "../chromium/devtools.ts";
import type { Host } from "./host.ts";

/**
 * Stands between a window and the network: requests of the app's schemes are answered by its handlers, and a page's own wish to go
 * elsewhere is asked about first, as Electron's will-navigate is.
 */
export class RequestGate {
  private readonly session: DevtoolsSession;
  private readonly host: Host;
  private readonly mayNavigate: (url: string) => boolean;
  private expected: string | undefined;

  constructor(session: DevtoolsSession, host: Host, mayNavigate: (url: string) => boolean) {
    this.session = session;
    this.host = host;
    this.mayNavigate = mayNavigate;
  }

  async install(): Promise<void> {
    this.session.on("Fetch.requestPaused", ({ requestId, request, resourceType }) => {
      this.decide(requestId, request, resourceType === "Document").catch((error: unknown) => {
        // The page may have gone away while its request was being answered; anything else is the handler's failure.
        this.session.send("Fetch.failRequest", { requestId, errorReason: "Failed" }).catch(() => undefined);
        process.stderr.write(`electronHost: ${request.url}: ${String(error)}\n`);
      });
    });
    await this.session.send("Fetch.enable", {
      patterns: [{ urlPattern: "https://*.electron-host.test/*" }, { urlPattern: "*", resourceType: "Document" }],
    });
  }

  /** The main process itself opens this address: it is not asked whether it may. */
  expect(chromiumUrl: string): void {
    this.expected = chromiumUrl;
  }

  private async decide(
    requestId: string,
    request: { url: string; method: string; headers: Record<string, string> },
    isDocument: boolean,
  ): Promise<void> {
    const { url, method, headers } = request;
    if (isDocument && url !== this.expected && !this.mayNavigate(this.host.schemes.fromChromium(url))) {
      await this.session.send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
      return;
    }
    if (isDocument) this.expected = undefined;
    const response = await this.host.session.respond(url, method, headers);
    if (!response) {
      await this.session.send("Fetch.continueRequest", { requestId });
      return;
    }
    await this.session.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString("base64"),
    });
  }
}
