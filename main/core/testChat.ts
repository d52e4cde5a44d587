import { AppError } from "#shared/errors/appError.ts";
import type { Chat } from "../chat/contract.ts";
import type { Models } from "../models/contract.ts";

/** Chat of a house where nobody ever talked. */
export function fakeChat(): Chat {
  const missing = async (): Promise<never> => {
    throw new AppError("CONVERSATION_NOT_FOUND");
  };
  return {
    list: async () => ({ conversations: [], total: 0 }),
    changes: async function* () {},
    search: async () => [],
    create: missing,
    get: missing,
    follow: async function* () {},
    update: missing,
    delete: missing,
    restore: missing,
    send: missing,
    regenerate: missing,
    resume: missing,
    stop: missing,
    choose: missing,
    branch: missing,
    upload: missing,
    download: missing,
    export: missing,
    import: missing,
    tools: () => [],
    servers: async function* () {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Models where none is configured. */
export function fakeModels(): Models {
  const missing = async (): Promise<never> => {
    throw new AppError("MODEL_NOT_CONFIGURED");
  };
  return {
    list: () => [],
    changes: async function* () {},
    test: missing,
    discover: async () => [],
    usage: missing,
    modelFor: () => null,
    ask: async function* () {
      yield await missing();
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
