import type { FastifyInstance } from "fastify";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Log } from "../observability/log.ts";
import { tellAcceptErrors } from "./acceptErrors.ts";
import { isLoopback } from "./addresses.ts";
import type { Announce, Announcement } from "./announcement.ts";
import type { Gate } from "./gate.ts";
import type { LiveConnections } from "./liveConnections.ts";
import type { NetworkRules } from "./networkRules.ts";
import { addressUrls, type PhoneAddressing, stableUrl } from "./phoneOrigins.ts";
import { notAnnouncedText } from "./tls/announcementTexts.ts";
import type { Certificates } from "./tls/contract.ts";
import { createTlsServer, type TlsServer, type TlsServerDeps } from "./tls/createTlsServer.ts";
import type { Upgrades } from "./upgrades.ts";

type OpenStatus = Extract<RelayStatus, { kind: "open" }>;

/** The open port. Disposing closes it, its connections included. */
export interface PhoneServer extends AsyncDisposable {
  status(): Omit<OpenStatus, "kind" | "since" | "connections">;
  /** Takes over what has changed and needs no other port: certificate and name. Throws CERTIFICATE_INVALID and keeps the old one. */
  refresh(): Promise<void>;
}

export interface PhoneServerDeps {
  readonly certificates: Pick<Certificates, "current" | "hostName">;
  readonly rules: Pick<NetworkRules, "publicOrigins">;
  /** Answers HTTPS; ready. */
  readonly app: Pick<FastifyInstance, "routing">;
  readonly answerPlain: TlsServerDeps["answerPlain"];
  readonly gate: Gate;
  readonly live: Pick<LiveConnections, "endWhere">;
  readonly upgrades: Upgrades;
  readonly announce: Announce;
  readonly log: Log;
  /** Of the reasons that people are shown. */
  readonly language: () => Language;
  /** The status is another one. */
  readonly changed: () => void;
  /** Under which addresses requests may come from now on. */
  readonly use: (addressing: PhoneAddressing) => void;
}

/** How long clients may take to answer a goodbye. */
const goodbyeMs = 250;
/** As many connections as the settings may allow, and more: pages load several files at once, pairing waits. */
const maximumSockets = 1300;
/** A house behind one router or one proxy comes back at the same moment. */
const strangersPerAddress = 64;

/** Opens the port for phones. Throws what listening throws, and what the certificate does. */
export async function openPhoneServer(
  where: { readonly port: number; readonly address: string },
  deps: PhoneServerDeps,
): Promise<PhoneServer> {
  const { announce, certificates, gate, live, rules, upgrades } = deps;
  let [certificate, name] = [await certificates.current(), await certificates.hostName()];
  const tls = createTlsServer({
    certificate,
    answerPlain: deps.answerPlain,
    isBlocked: gate.isBlocked,
    limits: { sockets: maximumSockets, strangersPerAddress },
    onListening: (server) => tellAcceptErrors(server, deps.log),
  });
  tls.secure.on("request", (request, response) => deps.app.routing(request, response));
  tls.secure.on("upgrade", upgrades.handle);
  const port = await listen(tls, where).catch(async (error: unknown) => {
    await tls[Symbol.asyncDispose]();
    throw error;
  });
  const addressing = (): PhoneAddressing => ({
    name,
    port,
    boundTo: where.address,
    certificate: certificate.info,
    publicOrigins: rules.publicOrigins,
  });
  // Whoever binds it to this machine has a proxy or a tunnel in front: there is nothing to announce.
  const announceName = (): Announcement =>
    isLoopback(where.address)
      ? notAnnounced(deps.language)
      : announce({ name, port, address: where.address }, deps.changed);
  let announcement = announceName();
  deps.use(addressing());

  return {
    status: () => ({
      port,
      url: stableUrl(addressing()),
      addressUrls: addressUrls(addressing(), "https"),
      trustUrl: trustUrl(addressing()),
      certificate: certificate.info,
      announcement: announcement.status(),
    }),
    refresh: async () => {
      const next = await certificates.current();
      if (next.chain !== certificate.chain || next.key !== certificate.key) tls.replaceCertificate(next);
      certificate = next;
      const nextName = await certificates.hostName();
      if (nextName !== name) {
        name = nextName;
        await announcement[Symbol.asyncDispose]();
        announcement = announceName();
      }
      deps.use(addressing());
    },
    [Symbol.asyncDispose]: async () => {
      live.endWhere((connection) => connection.gate === gate, "closing");
      await Promise.all([upgrades.end(goodbyeMs), announcement[Symbol.asyncDispose]()]);
      await tls[Symbol.asyncDispose]();
    },
  };
}

function notAnnounced(language: () => Language): Announcement {
  return {
    status: () => ({ kind: "failed", reason: notAnnouncedText({ kind: "this-machine-alone" }, language()) }),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** On every network means IPv4 and IPv6 both, or IPv4 where a system has nothing else. */
async function listen(tls: TlsServer, { port, address }: { port: number; address: string }): Promise<number> {
  if (address !== "") return await tls.listen({ host: address, port });
  try {
    return await tls.listen({ host: "::", port });
  } catch (error) {
    const hasNoIpv6 = error instanceof Error && "code" in error && error.code === "EAFNOSUPPORT";
    if (!hasNoIpv6) throw error;
    return await tls.listen({ host: "0.0.0.0", port });
  }
}

/** By address: a device that does not know the authority yet may not know `.local` names either. */
function trustUrl(addressing: PhoneAddressing): string | null {
  if (addressing.certificate.kind === "files") return null;
  const [likeliest] = addressUrls(addressing, "http");
  return `${likeliest ?? `http://${addressing.name}.local:${addressing.port}`}/trust`;
}
