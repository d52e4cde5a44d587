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
    list: async () => await (await reach()).list(),
    set: async (name, value) => ({ name, place: await (await reach()).set(name, value) }),
    async delete(name) {
      if (!(await (await reach()).delete(name))) throw new AppError("SECRET_NOT_FOUND", { details: { name } });
      return { name };
    },
  };
}
