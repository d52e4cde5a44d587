import type { FastifyInstance, FastifyRequest } from "fastify";
import type { z } from "zod";
import { AppError } from "#shared/errors/appError.ts";
import * as messages from "#shared/pairing/pairingMessages.ts";
import type { PhoneDoor } from "../phones/contract.ts";
import { browserLabel } from "./browserLabel.ts";
import type { Gate } from "./gate.ts";
import type { RateLimit } from "./limits/rateLimit.ts";
import type { Rates } from "./limits/rates.ts";

export interface PhoneRoutesDeps {
  readonly gate: Gate;
  readonly door: PhoneDoor;
  readonly rates: Pick<Rates, "pairing" | "challenges">;
}

/** Keys, nonces and a name are less than 1 KiB. */
const maximumBodyBytes = 4096;

/** What a phone asks before there is a link: to be paired, and for a challenge at every connection. */
export function addPhoneRoutes(server: FastifyInstance, { gate, door, rates }: PhoneRoutesDeps): void {
  // Before the body is read: who asks too often is not listened to either.
  const limited = (limit: RateLimit) => ({
    bodyLimit: maximumBodyBytes,
    onRequest: async ({ raw }: FastifyRequest) => limit.take(`address ${gate.sourceOf(raw).address}`),
  });

  server.post("/auth/pairing/begin", limited(rates.pairing), async (request) => {
    const { address } = gate.sourceOf(request.raw);
    const label = browserLabel(request.headers["user-agent"]);
    return await door.begin(read(messages.pairingBegin, request.body), { address, label });
  });
  server.post("/auth/pairing/reveal", limited(rates.pairing), async (request) => {
    return await door.reveal(read(messages.pairingReveal, request.body));
  });
  server.post("/auth/pairing/wait", limited(rates.pairing), async (request, reply) => {
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    try {
      return await door.wait(read(messages.pairingWait, request.body), gone.signal);
    } catch (error) {
      // Nobody hears this any more; it is no failure of ours.
      throw gone.signal.aborted ? new AppError("LINK_CLOSED", { cause: error }) : error;
    }
  });
  server.post("/auth/phone/challenge", limited(rates.challenges), async (request) => {
    return await door.challenge(read(messages.phoneChallengeRequest, request.body));
  });
}

/** Names the fields that are wrong, never their values: a code or a secret is among them. */
function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path }) => ({ path: path.join("."), message: "not valid" }));
  throw new AppError("VALIDATION", { details: { problems } });
}
