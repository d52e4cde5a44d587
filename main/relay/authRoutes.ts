import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { allows } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Accounts } from "../accounts/contract.ts";
import { browserLabel } from "./browserLabel.ts";
import { writeLoginCookie } from "./cookies.ts";
import type { FailureLimit } from "./failureLimit.ts";
import type { Gate } from "./gate.ts";

export interface AuthRoutesDeps {
  readonly gate: Gate;
  readonly failures: FailureLimit;
  readonly logins: Accounts["logins"];
  readonly cookieName: string;
  readonly loginUrl: () => string;
}

const loginRequest = z.object({ code: z.string().min(1).max(256) });

/** Signing a browser of this machine in and out. */
export function addAuthRoutes(
  server: FastifyInstance,
  { gate, failures, logins, cookieName, loginUrl }: AuthRoutesDeps,
): void {
  server.post("/auth/login", async (request, reply) => {
    const { address, scheme } = gate.sourceOf(request.raw);
    failures.check(address);
    const body = loginRequest.safeParse(request.body);
    if (!body.success) throw new AppError("VALIDATION", { message: "A login needs a `code`." });
    const login = await logins.redeem(body.data.code, browserLabel(request.headers["user-agent"]));
    if (!login) {
      failures.failed(address);
      throw new AppError("UNAUTHENTICATED", { message: "The code is wrong, used or too old." });
    }
    const maximumAgeSeconds = Math.floor((login.expiresAt - Date.now()) / 1000);
    reply.header("set-cookie", writeLoginCookie({ name: cookieName, secret: login.secret, maximumAgeSeconds, scheme }));
    const { label, kind, scopes } = login.caller;
    return { label, kind, scopes };
  });

  server.post("/auth/logout", async (request, reply) => {
    const { caller, scheme } = await gate.authenticate(request.raw);
    if (caller.kind === "browser") await logins.end(caller.credentialId);
    reply.header("set-cookie", writeLoginCookie({ name: cookieName, secret: "", maximumAgeSeconds: 0, scheme }));
    return {};
  });

  // How a machine's own command line asks a running instance for a fresh link.
  server.post("/auth/link", async (request) => {
    const { caller } = await gate.authenticate(request.raw);
    if (!allows(caller.scopes, "admin")) throw new AppError("FORBIDDEN", { details: { scope: "admin" } });
    return { loginUrl: loginUrl() };
  });
}
