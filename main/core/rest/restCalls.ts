import type { AnyContractProcedure } from "@orpc/contract";
import type { ProcedureMeta } from "#shared/contract/procedure.ts";

/** What the contract declares beside a call's form. Every call of ours is made by query, mutation or linkCall, which set it. */
export function metaOf(procedure: AnyContractProcedure): ProcedureMeta {
  return procedure["~orpc"].meta as ProcedureMeta;
}

export function isRestCall(procedure: AnyContractProcedure): boolean {
  return metaOf(procedure).rest;
}
