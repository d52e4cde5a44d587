import { reservedSecretPrefix, secretReference } from "#shared/configuration/secretReference.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Secrets } from "./openSecrets.ts";

/**
 * Variables with the secrets themselves where `secret:<name>` stood. Nothing is opened where there is no reference. Throws
 * SECRET_NOT_FOUND naming the first that is missing, and what Secrets throws. The app's own keys are missing for every tool.
 */
export async function resolveReferences(
  environment: Readonly<Record<string, string>>,
  reach: () => Promise<Pick<Secrets, "get">>,
): Promise<Record<string, string>> {
  const resolved: Record<string, string> = { ...environment };
  for (const [variable, value] of Object.entries(environment)) {
    if (value.startsWith(`secret:${reservedSecretPrefix}`))
      throw new AppError("SECRET_NOT_FOUND", { details: { name: value.slice("secret:".length), variable } });
    if (!secretReference.safeParse(value).success) continue;
    const name = value.slice(value.indexOf(":") + 1);
    const secret = await (await reach()).get(name);
    if (secret === null) throw new AppError("SECRET_NOT_FOUND", { details: { name, variable } });
    resolved[variable] = secret;
  }
  return resolved;
}
