import { X509Certificate } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Certificates } from "./contract.ts";
import { mobileConfig } from "./mobileConfig.ts";
import { trustPage } from "./trustPage.ts";

type Trusted = Pick<Certificates, "authority" | "hostName">;

const paths = ["/trust", "/trust/authority.pem", "/trust/authority.crt", "/trust/authority.mobileconfig"] as const;
type TrustPath = (typeof paths)[number];

/** Whether a request is for one of the pages that need no credential and no encryption. */
export function isTrustRequest({ method, url }: Pick<IncomingMessage, "method" | "url">): boolean {
  return (method === "GET" || method === "HEAD") && pathOf(url) !== null;
}

/**
 * Answers the pages by which a device comes to trust the authority; false, and nothing done, for any other request. What they show
 * is public. Host and rate are checked by the caller. Rejects with the AppErrors of `certificates.authority`.
 */
export async function answerTrust(
  request: IncomingMessage,
  response: ServerResponse,
  certificates: Trusted,
): Promise<boolean> {
  const path = pathOf(request.url);
  if (!isTrustRequest(request) || path === null) return false;
  const [authority, hostName] = [await certificates.authority(), await certificates.hostName()];
  const answer = answerFor(path, authority, { hostName, request });
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
  });
  response.end(request.method === "HEAD" ? undefined : answer.body);
  return true;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

interface Surroundings {
  readonly hostName: string;
  readonly request: IncomingMessage;
}

function answerFor(
  path: TrustPath,
  authority: { readonly pem: string; readonly fingerprint: string } | null,
  { hostName, request }: Surroundings,
): Answer {
  if (path === "/trust") return page(authority?.fingerprint ?? null, { hostName, request });
  if (!authority) return file("text/plain; charset=utf-8", null, "Not found\n", 404);
  if (path === "/trust/authority.pem") {
    return file("application/x-pem-file", "quarterdeck-authority.pem", authority.pem);
  }
  if (path === "/trust/authority.crt") {
    return file(
      "application/x-x509-ca-cert",
      "quarterdeck-authority.crt",
      Buffer.from(new X509Certificate(authority.pem).raw),
    );
  }
  return file(
    "application/x-apple-aspen-config",
    "quarterdeck-authority.mobileconfig",
    mobileConfig(authority.pem, hostName),
  );
}

function page(fingerprint: string | null, { hostName, request }: Surroundings): Answer {
  const language = languageOf(request);
  const name = `${hostName}.local`;
  const port = /:(\d{1,5})$/.exec(request.headers.host ?? "")?.[1];
  const url = `https://${name}${port === undefined ? "" : `:${port}`}/`;
  const { html, contentSecurityPolicy } = trustPage({ language, name, fingerprint, url });
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": language,
      "content-security-policy": contentSecurityPolicy,
      vary: "Accept-Language",
    },
    body: html,
  };
}

function file(type: string, name: string | null, body: string | Buffer, status = 200): Answer {
  const disposition = name === null ? {} : { "content-disposition": `attachment; filename="${name}"` };
  return { status, headers: { "content-type": type, ...disposition }, body };
}

function pathOf(url: string | undefined): TrustPath | null {
  const pathname = URL.parse(url ?? "", "http://localhost")?.pathname;
  return paths.find((path) => path === pathname) ?? null;
}

/** The one that was chosen on the page, else the first of the browser's that there is. */
function languageOf({ url, headers }: IncomingMessage): Language {
  const chosen = URL.parse(url ?? "", "http://localhost")?.searchParams.get("language");
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  const preferred = /\b(zh|en)\b/i.exec(headers["accept-language"] ?? "")?.[1];
  return preferred?.toLowerCase() === "zh" ? "zh-CN" : "en";
}
