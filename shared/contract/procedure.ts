import { oc } from "@orpc/contract";
import { errorShape } from "../errors/appError.ts";
import { type ErrorCode, errorCatalogue } from "../errors/errorCatalogue.ts";
import type { Scope } from "./scopes.ts";

/** What the server checks and what the client may do with a call, declared with the call itself. */
export interface ProcedureMeta {
  readonly scope: Scope;
  /** True where doing it twice differs from doing it once: such a call is never repeated after an unknown outcome. */
  readonly mutation: boolean;
  /** False for calls bound to a live link (terminals); they are not part of the REST API. */
  readonly rest: boolean;
}

type ErrorMapOf<Codes extends ErrorCode> = {
  [Code in Codes]: { status: number; message: string; data: typeof errorShape };
};

function errorsOf<Codes extends ErrorCode>(codes: readonly Codes[]): ErrorMapOf<Codes> {
  const entries = codes.map((code) => {
    const { status, meaning } = errorCatalogue[code];
    return [code, { status, message: meaning, data: errorShape }];
  });
  return Object.fromEntries(entries) as ErrorMapOf<Codes>;
}

const base = oc.$meta<ProcedureMeta>({ scope: "admin", mutation: true, rest: true });

/** A call that only reads: it may be repeated freely. */
export function query<Codes extends ErrorCode = never>(scope: Scope, codes: readonly Codes[] = []) {
  return base.meta({ scope, mutation: false, rest: true }).errors(errorsOf(codes));
}

/** A call that changes something: repeated only when it certainly did not happen. */
export function mutation<Codes extends ErrorCode = never>(scope: Scope, codes: readonly Codes[] = []) {
  return base.meta({ scope, mutation: true, rest: true }).errors(errorsOf(codes));
}

/** A call that belongs to the live link it is made on. */
export function linkCall<Codes extends ErrorCode = never>(scope: Scope, codes: readonly Codes[] = []) {
  return base.meta({ scope, mutation: false, rest: false }).errors(errorsOf(codes));
}
