import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Session } from "#shared/contract/sessions.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Link } from "#shared/link/link.ts";
import type { Accounts } from "../accounts/contract.ts";
import type { Caller } from "../core/caller.ts";
import type { CallContext } from "../core/context.ts";
import type { Health } from "../observability/createHealth.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import type { Phones } from "../phones/contract.ts";
import type { Announce } from "./announcement.ts";
import type { RateName } from "./limits/rates.ts";
import type { BucketRate } from "./limits/tokenBucket.ts";
import type { Certificates } from "./tls/contract.ts";

/** What the relay is given by the composition root. */
export interface RelayDeps {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly accounts: Accounts;
  readonly log: Log;
  /** `admitCall` is asked before each call, with the length of its message, and throws RATE_LIMITED. */
  readonly serveLink: (link: Link, caller: Caller, admitCall: (bytes: number) => void) => AsyncDisposable;
  /** What a client of the plain JSON protocol may do, its terminals on the given link; ends with the link. */
  readonly openSessionCalls: (link: Link, caller: Caller) => SessionCalls;
  /** How long a client of that protocol may take to authenticate; 15 s if left out. */
  readonly authenticateWithinMs?: number | undefined;
  /** How often a client of that protocol is asked whether it is still there; 30 s if left out. */
  readonly heartbeatMs?: number | undefined;
  /** What clients may do, other than limits/rates.ts says. */
  readonly rates?: Partial<Readonly<Record<RateName, BucketRate>>> | undefined;
  /** A client of that protocol came or went. */
  readonly plainConnectionsChanged: () => void;
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
  /** The settings of the listener for phones; it opens, closes and changes with them. */
  readonly phoneSettings: {
    readonly current: () => ConfigurationValues["relay"];
    onChange(listener: () => void): Disposable;
  };
  readonly phones: Pick<Phones, "door" | "onChanged" | "connected">;
  readonly certificates: Certificates;
  /** Why phones cannot connect although they should, for people; null when they can again, or need not. */
  readonly tellPhoneProblem: (reason: string | null) => void;
  /** How the network is told the name of this machine; over multicast DNS if left out. */
  readonly announce?: Announce | undefined;
  /** The language of what is told to people. */
  readonly language: () => Language;
  /** Answers a tool's hook, on the listener of this machine only. Throws UNAUTHENTICATED for a secret that no session has. */
  readonly answerHook: HookHandler;
  /** Answers clients of the Model Context Protocol, on the listener of this machine only. */
  readonly serveMcp: McpHandler;
}

/** A request that has been let in; `body` is parsed JSON. The handler writes the answer itself, unless it rejects. */
export type McpHandler = (request: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: unknown;
  readonly caller: Caller;
}) => Promise<void>;

/** `body` is whatever JSON the hook command sent; the signal aborts when the tool has gone. Resolves with what the command does. */
export type HookHandler = (request: {
  readonly secret: string;
  readonly body: unknown;
  readonly signal: AbortSignal;
}) => Promise<HookReply>;

/** What `quarterdeck hook` prints and exits with. */
export interface HookReply {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The listener for phones and other machines of the network. */
export interface PhoneRelay {
  status(): RelayStatus;
  /** The status now and at every change. */
  statusChanges(signal?: AbortSignal): AsyncIterable<RelayStatus>;
}

/** The calls behind the plain JSON protocol. Each throws FORBIDDEN without its permission, and the AppErrors of the contract. */
export interface SessionCalls {
  list(): Promise<readonly Session[]>;
  /** Any text is taken for a tool's key; UNKNOWN_TOOL names the ones there are. */
  start(request: { readonly tool: string; readonly arguments?: string[] | undefined }): Promise<Session>;
  restart(id: string): Promise<Session>;
  stop(id: string): Promise<Session>;
  delete(id: string): Promise<unknown>;
  sendInput(id: string, text: string): Promise<{ bytes: number }>;
  attach(request: {
    readonly stream: number;
    readonly session: string;
    readonly resumeFrom?: number | undefined;
    readonly credit: number;
  }): Promise<unknown>;
  detach(stream: number): Promise<unknown>;
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
  /** Connections of all kinds, over both listeners. */
  readonly connectionCount: number;
  /** Those of the plain JSON protocol, by the kind of their callers; they are no links. */
  readonly plainConnections: () => Readonly<Record<string, number>>;
  readonly forPhones: PhoneRelay;
}
