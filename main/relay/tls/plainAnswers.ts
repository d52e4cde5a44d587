import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import { answerTrust, isTrustRequest } from "./answerTrust.ts";
import type { Certificates } from "./contract.ts";

export interface PlainAnswersDeps {
  readonly certificates: Pick<Certificates, "authority" | "hostName">;
  /** What every request passes first: Host, rate. Throws FOREIGN_ORIGIN, RATE_LIMITED, BLOCKED. */
  readonly check: (request: IncomingMessage) => void;
  readonly log: Log;
}

/**
 * What is said without encryption: how to come to trust the authority, and for everything else that it is found under https. Never
 * anything about who asks: no credential is read, none is set.
 */
export function createPlainAnswers({ certificates, check, log }: PlainAnswersDeps): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    check(request);
    if (isTrustRequest(request)) await answerTrust(request, response, certificates);
    else redirect(request, response);
  };
  return (request, response) => {
    response.setHeader("connection", "close");
    // A body is not read; the connection ends with the answer.
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof AppError)) log.error("A request without encryption failed", { error });
      fail(response, error instanceof AppError ? error : new AppError("INTERNAL"));
    });
  };
}

/** The check has passed, so the host is one of ours and the address cannot lead elsewhere. */
function redirect({ headers, url = "/" }: IncomingMessage, response: ServerResponse): void {
  const target = URL.parse(`https://${headers.host ?? ""}`);
  const path = URL.parse(url, "http://localhost");
  if (!target || !path) throw new AppError("FOREIGN_ORIGIN");
  response.writeHead(308, { location: `${target.origin}${path.pathname}${path.search}`, "content-length": 0 });
  response.end();
}

function fail(response: ServerResponse, error: AppError): void {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify(error.toShape());
  response.writeHead(error.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    ...(error.retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfterMs / 1000)) }),
  });
  response.end(body);
}
