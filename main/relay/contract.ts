import type { FastifyReply, FastifyRequest } from "fastify";
import type { Link } from "#shared/link/link.ts";
import type { Accounts } from "../accounts/contract.ts";
import type { Caller } from "../core/caller.ts";
import type { CallContext } from "../core/context.ts";
import type { Health } from "../observability/createHealth.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";

/** What the relay is given by the composition root. */
export interface RelayDeps {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly accounts: Accounts;
  readonly log: Log;
  readonly serveLink: (link: Link, caller: Caller) => AsyncDisposable;
  /** Answers REST calls; made at the first one. */
  readonly restHandler: () => Promise<RestHandler>;
  /** `url` is where this listener is reached. */
  readonly openApiDocument: (url: string) => Promise<object>;
  readonly metrics: Pick<Metrics, "contentType" | "text" | "countConnection" | "countError">;
  readonly health: Pick<Health, "liveness" | "readiness">;
  /** Where the built renderer lies, and Swagger UI's files. */
  readonly rendererFolder: string;
  readonly swaggerFolder: string;
  readonly cookieName: string;
  /** A fresh link that signs a browser in. */
  readonly loginUrl: () => string;
}

export interface RestHandler {
  /** Answers the request if it is a call of the contract. */
  handle(
    request: FastifyRequest,
    reply: FastifyReply,
    options: { prefix: `/${string}`; context: CallContext },
  ): Promise<{ matched: boolean }>;
}

/** The server on this machine that browsers, scripts and the command line reach. */
export interface Relay extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly connectionCount: number;
}
