import { reservedSecretPrefix } from "#shared/configuration/secretReference.ts";
import type { SecretInfo } from "#shared/contract/secrets.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Secrets } from "./openSecrets.ts";

/** The calls of shared/contract/secrets.ts. They throw the AppErrors that the contract declares for them. */
export interface SecretCalls {
  list(): Promise<SecretInfo[]>;
  set(name: string, value: string): Promise<SecretInfo>;
  delete(name: string): Promise<{ name: string }>;
}

export function createSecretCalls(reach: () => Promise<Secrets>): SecretCalls {
  return {
    list: async () => (await (await reach()).list()).filter(({ name }) => !isReserved(name)),
    async set(name, value) {
      // The contract refuses such names already; what protects the app's keys does not hang on that alone.
      if (isReserved(name)) throw new AppError("VALIDATION", { message: "This name belongs to the app itself." });
      return { name, place: await (await reach()).set(name, value) };
    },
    async delete(name) {
      const isDeleted = !isReserved(name) && (await (await reach()).delete(name));
      if (!isDeleted) throw new AppError("SECRET_NOT_FOUND", { details: { name } });
      return { name };
    },
  };
}

function isReserved(name: string): boolean {
  return name.startsWith(reservedSecretPrefix);
}
