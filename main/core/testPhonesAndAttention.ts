import { AppError } from "#shared/errors/appError.ts";
import type { Attention } from "../attention/contract.ts";
import type { Phones } from "../phones/contract.ts";

/** Phones of a house where none is paired. */
export function fakePhones(): Phones {
  const missing = async (): Promise<never> => {
    throw new AppError("PHONE_NOT_FOUND");
  };
  const ended = async (): Promise<never> => {
    throw new AppError("PAIRING_ENDED");
  };
  return {
    list: async () => [],
    changes: async function* () {},
    update: missing,
    revoke: missing,
    pairing: { changes: async function* () {}, offer: ended, withdraw: () => {}, confirm: ended, reject: () => {} },
    door: { begin: ended, reveal: ended, wait: ended, challenge: ended, authenticate: async () => null },
    onChanged: () => {},
    connected: () => () => {},
    setPush: () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Attention where nothing ever happens. */
export function fakeAttention(): Attention {
  const missing = async (): Promise<never> => {
    throw new AppError("ATTENTION_NOT_FOUND");
  };
  return {
    raise: missing,
    close: async () => {},
    closeSession: async () => {},
    outcome: missing,
    openCount: 0,
    onChange: () => ({ [Symbol.dispose]: () => {} }),
    list: async () => [],
    get: missing,
    changes: async function* () {},
    acknowledge: async () => {},
    answer: missing,
    dismiss: missing,
    pushKey: async () => null,
    subscribePush: missing,
    unsubscribePush: missing,
    presence: () => {},
    test: missing,
    attachDesktop: () => ({ [Symbol.dispose]: () => {} }),
    [Symbol.asyncDispose]: async () => {},
  };
}
