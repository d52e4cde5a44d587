import { join } from "node:path";
import { z } from "zod";
import { locateInstance } from "#main/commandLine/runningInstance.ts";
import { type RelayStatus, relayStatus } from "#shared/contract/relay.ts";
import { connectApi } from "./api.ts";
import { type HeadlessHost, startHeadless } from "./headlessHost.ts";

type OpenRelay = Extract<RelayStatus, { kind: "open" }>;

/** A headless host whose listener for phones is open. */
export interface RelayHost extends AsyncDisposable {
  readonly host: HeadlessHost;
  /** The app's own authority, as it lies in the data folder. */
  readonly authorityFile: string;
  /** A bearer token with the given scopes. */
  createToken(...scopes: readonly string[]): Promise<string>;
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Resolves with the status once it is as wanted; rejects after 20 s. */
  relayIs(wanted: (status: OpenRelay) => boolean): Promise<OpenRelay>;
}

const createdToken = z.object({ token: z.string() });

/** Starts one on any free port of loopback, with further settings if they are given. */
export async function startRelayHost(
  folder: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<RelayHost> {
  const host = await startHeadless({ folder });
  const { url, token } = locateInstance(host.dataFolder);
  const { changeSettings } = await connectApi(host.dataFolder);
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return await response.json();
  };
  await changeSettings({ "relay.port": 0, "relay.address": "127.0.0.1", "relay.enabled": true, ...settings });
  const relayIs = async (wanted: (status: OpenRelay) => boolean): Promise<OpenRelay> => {
    const deadline = AbortSignal.timeout(20_000);
    for (;;) {
      const status = relayStatus.parse(await call("GET", "/relay"));
      if (status.kind === "open" && wanted(status)) return status;
      if (deadline.aborted) throw new Error(`The relay is not as wanted: ${JSON.stringify(status)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await relayIs(() => true);
  return {
    host,
    authorityFile: join(host.dataFolder, "tls", "authority.pem"),
    createToken: async (...scopes) => createdToken.parse(await call("POST", "/tokens", { name: "test", scopes })).token,
    changeSettings,
    relayIs,
    [Symbol.asyncDispose]: () => host.stop(),
  };
}
