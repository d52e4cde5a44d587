import { AppError } from "#shared/errors/appError.ts";

/** The operating system's keychain. Every call may take long, hang or fail. */
export interface Keychain {
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  delete(account: string): Promise<boolean>;
}

/** Under which name the keychain lists what is ours. */
const service = "Quarterdeck";

/**
 * The adapter to keytar, which is optional: it is built where the keychain's library is there. Null where it cannot be loaded.
 * Its name is not written as a literal, so that neither the compiler nor a bundler wants it to exist.
 */
export async function loadKeytar(name: string = "keytar"): Promise<Keychain | null> {
  let library: unknown;
  try {
    library = await import(name);
  } catch {
    // Not installed, or its native part does not fit this machine: both mean that there is no keychain for us.
    return null;
  }
  const keytar = isRecord(library) && isRecord(library.default) ? library.default : library;
  const getPassword = method(keytar, "getPassword");
  const setPassword = method(keytar, "setPassword");
  const deletePassword = method(keytar, "deletePassword");
  if (!getPassword || !setPassword || !deletePassword) return null;
  return {
    get: async (account) => {
      const value = await getPassword(service, account);
      return typeof value === "string" ? value : null;
    },
    set: async (account, value) => {
      await setPassword(service, account, value);
    },
    delete: async (account) => (await deletePassword(service, account)) === true,
  };
}

/** A keychain whose calls end in time, with an answer or KEYCHAIN_FAILED: a broken one has been seen to hang for ever. */
export function withTimeout(keychain: Keychain, timeoutMs: number): Keychain {
  return {
    get: (account) => inTime(keychain.get(account), timeoutMs, "reading"),
    set: (account, value) => inTime(keychain.set(account, value), timeoutMs, "writing"),
    delete: (account) => inTime(keychain.delete(account), timeoutMs, "deleting"),
  };
}

async function inTime<Result>(call: Promise<Result>, timeoutMs: number, doing: string): Promise<Result> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([call, timeout.promise]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("KEYCHAIN_FAILED", {
      message: `The keychain failed while ${doing}: ${reason}`,
      details: { reason },
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function method(value: unknown, name: string): ((...parameters: string[]) => Promise<unknown>) | null {
  const candidate = isRecord(value) ? value[name] : undefined;
  return typeof candidate === "function" ? async (...parameters) => await candidate(...parameters) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
